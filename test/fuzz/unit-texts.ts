const line = (length: number, character = "x"): string => character.repeat(length);

/** Texts of systemd units in which the real parser finds nothing wrong. */
export const SOUND_UNITS = [
  "[Unit]\nDescription=x\n",
  "[Service]\nExecStart=/bin/true\n\n[Install]\nWantedBy=multi-user.target\n",
  "[Unit]\n# comment\n; another\nDescription=a\\\n  b\n[Install]\nWantedBy=x",
  "",
  "[Install]\n",
  "[Socket]\nListenStream=80\r\n[Install]\r\nWantedBy=sockets.target\r\n",
];

/**
 * Texts at the edges of the real parser, which reads lines of at most 2,048 bytes through a buffer of 4,096.
 *
 * @see https://github.com/coreos/go-systemd/blob/v22.7.0/unit/deserialize.go
 */
export const NASTY_UNITS = [
  "x",
  "[",
  "[Unit",
  "[Unit\n",
  "[Unit] x",
  "[Unit]x\nA=b\n",
  "[Unit]  \nA=b",
  "[Unit]\nA",
  "[Unit]\nA\n",
  "[Unit]\nA=",
  "[Unit]\n=b",
  "[Unit]\n = \n",
  "[Unit]\nA=b\\",
  "[Unit]\nA=b\\\n",
  "[Unit]\nA=b\\\n#c\nd\n",
  "[Unit]\nA=b\\\r\nc\r\n",
  "[]\n",
  "[[Unit]]\n",
  "[Un]it]\n",
  "before\n[Unit]\nA=b\n",
  "# only a comment",
  "#\n[Unit]\n",
  "[Unit]\n#",
  "[Unit]\n[Unit]\n[Install]",
  "[install]\nWantedBy=x\n",
  "[Install ]\nWantedBy=x\n",
  "\n\n[Unit]\n\n\nA=b\n\n",
  "[Unit]\nA = b\n B=c\n",
  "[Unit]\n  # indented\nA=b\n",
  "[Unit]\nA=\u00e9\u{1F600}\n",
  "[Unit]\nA=b\u0000c\n",
  "[Unit]\rA=b\r",
  ...[2045, 2046, 2047, 2048, 2049, 4095, 4096, 4097].flatMap((length) => [
    `[Unit]\nA=${line(length - 2)}\n`,
    `[Unit]\n#${line(length - 1)}\nA=b\n`,
    `[Unit]\nA=b\n${line(length, "y")}`,
    `[Unit]\nA=${line(length)}`,
  ]),
  `${line(2048)}[Unit]\n`,
  `[${line(2048)}]\n`,
  `[Unit]\n${"A=b\n".repeat(520)}B=${line(2100)}\n`,
  `[Unit]\nA=${`${line(1000)}\\\n`.repeat(4)}\n`,
  `[Unit]\nA=${line(1023, "é")}\n`,
  `[Unit]\nA=${line(1024, "é")}\n`,
];
