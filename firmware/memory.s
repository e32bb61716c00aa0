@ What a compiler calls to copy, fill and compare memory, as short as it gets: the routines that come with Rust are
@ unrolled, and take 1.7 KB. The names are those of C and of the Arm run-time ABI; a 4 or an 8 promises alignment.

    .syntax unified
    .thumb

    .macro routine name
    .global \name
    .type \name, %function
    .thumb_func
\name:
    .endm

@ r0 to, r1 from, r2 how many. Answers `to`.
    .section .text.copy, "ax", %progbits
    routine memcpy
    routine __aeabi_memcpy
    routine __aeabi_memcpy4
    routine __aeabi_memcpy8
1:  subs r2, r2, #1
    itt pl
    ldrbpl r3, [r1, r2]
    strbpl r3, [r0, r2]
    bpl 1b
    bx lr

@ r0 to, r1 how many, r2 with what.
    .section .text.fill, "ax", %progbits
    routine __aeabi_memclr
    routine __aeabi_memclr4
    routine __aeabi_memclr8
    movs r2, #0
    routine __aeabi_memset
    routine __aeabi_memset4
    routine __aeabi_memset8
1:  subs r1, r1, #1
    it pl
    strbpl r2, [r0, r1]
    bpl 1b
    bx lr

@ r0 and r1 what, r2 how many. Answers below, equal to or above 0, as the first difference is.
    .section .text.compare, "ax", %progbits
    routine memcmp
    routine bcmp
    mov r12, r0
    movs r0, #0
1:  subs r2, r2, #1
    bmi 2f
    ldrb r0, [r12], #1
    ldrb r3, [r1], #1
    subs r0, r0, r3
    beq 1b
2:  bx lr
