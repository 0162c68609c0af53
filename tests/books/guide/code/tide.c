#include <stdio.h>
// ANCHOR: main
int main(void) {
    puts("High water");
}
// ANCHOR_END: main
