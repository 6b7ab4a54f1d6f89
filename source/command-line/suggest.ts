/** Finds what a wrong command, or an option as other programs spell it, may stand for. */
import {nearest} from '../../lib/nearest.ts';
import {commandWords} from './commands.ts';

/** How other programs spell help and version. */
export const FLAG_ALIASES: ReadonlyMap<string, string> = new Map([
	...['-h', '-H', '-?', '/?', '-help', '/help', '--HELP'].map(short => [short, '--help'] as const),
	...['-v', '-V', '-version', '--VERSION'].map(short => [short, '--version'] as const),
]);

/** Commands of other programs, and the one of this program that each stands for. */
const ALIASES: Readonly<Record<string, string>> = {
	...aliasesOf('--help', 'help usage man info list ls users who rooms'),
	...aliasesOf('--version', 'version'),
	...aliasesOf('serve', 'host server start run up daemon restart create'),
	...aliasesOf('serve --stop', 'stop down kill'),
	...aliasesOf('HOST:PORT', 'connect join client open login signin'),
	...aliasesOf('--signup', 'signup register'),
	...aliasesOf('send', 'msg message say tell write post dm'),
	...aliasesOf('history', 'log logs read show'),
	...aliasesOf('watch', 'tail follow listen monitor'),
	...aliasesOf('forget-server', 'forget trust'),
	...aliasesOf('admin', 'operator sudo kick ban'),
	...aliasesOf('export', 'dump'),
	...aliasesOf('import', 'restore load'),
	...aliasesOf('backup', 'save copy'),
	...aliasesOf('doctor', 'check fsck repair'),
	...aliasesOf('hash-password', 'hash mkpasswd'),
};
/** Minimum letters of a mistyped command; a shorter word is more likely the name of a server. */
const MIN_LENGTH = 4;

function aliasesOf(command: string, words: string): Readonly<Record<string, string>> {
	return Object.fromEntries(words.split(' ').map(word => [word, command]));
}

/** @returns the command that a wrong one may stand for; undefined if the word may be the name of a server */
export function suggestCommand(word: string): string | undefined {
	const lower = word.toLowerCase();
	if (Object.hasOwn(ALIASES, lower)) return ALIASES[lower];
	return lower.length < MIN_LENGTH ? undefined : nearest(lower, commandWords());
}
