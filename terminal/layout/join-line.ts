/** Writes the line with which others join as it stands alone on the screen. */
import {safeText, type SafeText} from '../../protocol/text.ts';

/** `lines` are copied; `above` says what they are for, `below` which key goes on; `qr` is shown as a code. */
export type TextToCopy = {
	readonly above: SafeText;
	readonly lines: readonly SafeText[];
	readonly qr?: SafeText;
	readonly below: SafeText;
};

/** Puts the program before a join line. */
export function joinCommand(line: SafeText): SafeText {
	return safeText`npx chat-tui ${line}`;
}

/** @param whom says whom the line lets in */
export function joinLineView(
	line: SafeText,
	whom = safeText`Send others this line, or let them scan it:`,
): TextToCopy {
	return {
		above: whom,
		lines: [joinCommand(line)],
		qr: line,
		below: safeText`The mouse selects it. Enter goes back.`,
	};
}
