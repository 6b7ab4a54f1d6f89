/** Lists what each face of the client asks of the terminal, and gives back. */

/** Ends a frame that may have been cut off: ends synchronized output, resets the style, shows the cursor. */
export const PLAIN = '\x1b[?2026l\x1b[m\x1b[?25h';

/** What a face asks of the terminal; the empty string asks nothing. */
export type Modes = {
	/** Once, when the terminal is taken, and when it is given back. */
	readonly enter: string;
	readonly leave: string;
	/** Whenever another program may have changed them. */
	readonly on: string;
	readonly off: string;
	readonly mouseOn: string;
	readonly mouseOff: string;
	/** Whether the terminal is asked questions, and understands the sequences of titles, notifications and the clipboard. */
	readonly asks: boolean;
	readonly tells: boolean;
};

/**
 * Saves and restores the title, where the terminal can. Autowrap off; bracketed paste, reports of the focus and of another scheme of
 * colours on.
 */
export const FULL_SCREEN: Modes = {
	enter: '\x1b[22;2t\x1b[?1049h',
	leave: '\x1b[?1049l\x1b[23;2t',
	on: '\x1b[?7l\x1b[?2004h\x1b[?1004h\x1b[?2031h',
	off: `${PLAIN}\x1b[?1006l\x1b[?1002l\x1b[?2031l\x1b[?1004l\x1b[?2004l\x1b[?7h`,
	mouseOn: '\x1b[?1002h\x1b[?1006h',
	mouseOff: '\x1b[?1006l\x1b[?1002l',
	asks: true,
	tells: true,
};

/** Lines that are only ever appended: bracketed paste and reports of the focus, which nobody sees or hears. */
export const LINES: Modes = {
	enter: '',
	leave: '',
	on: '\x1b[?2004h\x1b[?1004h',
	off: '\x1b[?1004l\x1b[?2004l',
	mouseOn: '',
	mouseOff: '',
	asks: false,
	tells: true,
};

/** Lines in a terminal that understands no sequence. */
export const DUMB_LINES: Modes = {...LINES, on: '', off: '', tells: false};
