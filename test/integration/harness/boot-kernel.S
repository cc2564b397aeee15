# What a PXE test boots in Linux's place: 1.5 kB that iPXE takes for a kernel, under BIOS as under UEFI. It writes its command line to the
# first serial port and stops. Assembled by boot-kernel.ts into a flat binary in which an address is an offset in the file.
#
# Linux's own header: https://docs.kernel.org/arch/x86/boot.html
# That of a UEFI program: https://learn.microsoft.com/windows/win32/debug/pe-format

        .set    SETUP_SIZE, 0x200

        .text
base:
        .ascii  "MZ"
        .org    0x3c
        .long   pe

        .org    0x40
pe:
        .ascii  "PE\0\0"
        .word   0x8664                          # for x86-64
        .word   1                               # one section
        .long   0, 0, 0                         # no time, no symbols
        .word   section - optional
        .word   0x0206                          # executable, without line numbers, debug info stripped
optional:
        .word   0x020b                          # PE32+
        .byte   0, 0
        .long   end - code, 0, 0                # sizes of code and of data
        .long   efi                             # where it starts
        .long   code
        .quad   0                               # loaded anywhere
        .long   0x200, 0x200                    # alignment in memory and in the file
        .word   0, 0, 0, 0, 0, 0
        .long   0
        .long   end                             # size in memory
        .long   code                            # size of the headers
        .long   0
        .word   10, 0                           # a UEFI application
        .quad   0, 0, 0, 0
        .long   0, 6                            # no table of any of six kinds
        .quad   0, 0, 0, 0, 0, 0
section:
        .ascii  ".text\0\0\0"
        .long   end - code, code, end - code, code
        .long   0, 0, 0
        .long   0x60000020                      # code, readable, executable

        .org    0x1f1
        .byte   SETUP_SIZE / 512
        .org    0x1fe
        .word   0xaa55
        .code16
code:
        jmp     bios                            # 0x200: the BIOS way starts here
        .ascii  "HdrS"
        .word   0x0206                          # version of the boot protocol
        .org    0x211
        .byte   1                               # loaded high
        .org    0x228
command_line:
        .long   0
        .long   0x7fffffff                      # highest address of the initrd
        .long   0x1000
        .org    0x238
        .long   0x7ff                           # longest command line

        .org    0x240
bios:
        cld
        xorl    %eax, %eax
        movw    %ds, %ax
        shll    $4, %eax
        movl    command_line, %esi
        subl    %eax, %esi                      # the command line lies in the segment of the header
        movw    $greeting, %di
1:      movb    (%di), %al
        incw    %di
        testb   %al, %al
        jz      2f
        call    put16
        jmp     1b
2:      lodsb
        testb   %al, %al
        jz      3f
        call    put16
        jmp     2b
3:      movb    $'\n', %al
        call    put16
4:      hlt
        jmp     4b
put16:
        pushw   %ax
        movw    $0x3fd, %dx
1:      inb     %dx, %al
        testb   $0x20, %al
        jz      1b
        popw    %ax
        movw    $0x3f8, %dx
        outb    %al, %dx
        ret

        .code64
efi:
        subq    $0x28, %rsp
        movq    0x60(%rdx), %rax                # boot services
        leaq    loaded_image(%rip), %rdx
        leaq    0x20(%rsp), %r8
        call    *0x98(%rax)                     # HandleProtocol
        movq    0x20(%rsp), %rax
        movq    0x38(%rax), %rsi                # LoadOptions, in UTF-16
        leaq    greeting(%rip), %rdi
1:      movb    (%rdi), %al
        incq    %rdi
        testb   %al, %al
        jz      2f
        call    put64
        jmp     1b
2:      lodsw
        testb   %al, %al
        jz      3f
        call    put64
        jmp     2b
3:      movb    $'\n', %al
        call    put64
4:      hlt
        jmp     4b
put64:
        pushq   %rax
        movw    $0x3fd, %dx
1:      inb     %dx, %al
        testb   $0x20, %al
        jz      1b
        popq    %rax
        movw    $0x3f8, %dx
        outb    %al, %dx
        ret

        .balign 8
loaded_image:                                   # EFI_LOADED_IMAGE_PROTOCOL_GUID
        .long   0x5b1b31a1
        .word   0x9562, 0x11d2
        .byte   0x8e, 0x3f, 0x00, 0xa0, 0xc9, 0x69, 0x72, 0x3b
greeting:
        .asciz  "\ncommand line: "
        .org    0x600
end:
