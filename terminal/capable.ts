/** Tells whether a terminal understands the sequences that a full screen needs. */

/** Names of terminals that understand no escape sequences. */
const WITHOUT = /^(?:|dumb.*|unknown)$/i;

export function isCapable({TERM = ''}: NodeJS.ProcessEnv, platform: string = process.platform): boolean {
	return platform === 'win32' || !WITHOUT.test(TERM); // Windows does not set TERM
}
