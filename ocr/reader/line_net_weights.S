// The line nets' weights, made by scripts/train-recogniser, as constant data of the program: loaded with it,
// shared by all its children, never copied.
    .section .rodata
    .balign 16
    .global mailroom_line_net_weights
    .global mailroom_line_net_weights_end
mailroom_line_net_weights:
    .incbin "ocr/reader/line_net.weights"
mailroom_line_net_weights_end:
    .balign 16
    .global mailroom_accented_net_weights
    .global mailroom_accented_net_weights_end
mailroom_accented_net_weights:
    .incbin "ocr/reader/accented_net.weights"
mailroom_accented_net_weights_end:
    .section .note.GNU-stack,"",%progbits
