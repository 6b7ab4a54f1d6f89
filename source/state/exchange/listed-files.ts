/** Holds the lists of files that others share, and finds files in them by what the user types. */
import type {UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {AwaitedFiles, ListedFile} from '../model/exchange.ts';
import type {State} from '../model/state.ts';
import {byteSize} from '../../../protocol/byte-size.ts';

/** Maximum users whose lists are held, and maximum files of each. */
const MAX_LISTS = 20;
const MAX_FILES = 2000;

/** Holds the list of a user, in place of an earlier one; the list that came longest ago makes room. */
export function withFiles(state: State, user: UserName, listed: readonly ListedFile[]): State {
	const others = [...state.exchange.files].filter(([one]) => one !== user);
	const kept = others.slice(Math.max(0, others.length - MAX_LISTS + 1));
	const files = new Map([...kept, [user, listed.slice(0, MAX_FILES)] as const]);
	return {...state, exchange: {...state.exchange, files}};
}

/** Notes that the list of a user was asked for; undefined: it has come, or it will not. */
export function withAwaitedFiles(state: State, user: UserName, why: AwaitedFiles | undefined): State {
	const awaited = new Map(state.exchange.awaited);
	if (why) awaited.set(user, why);
	else awaited.delete(user);
	return {...state, exchange: {...state.exchange, awaited}};
}

function pathOf({folder, name}: ListedFile): string {
	return folder === undefined ? name : `${folder}/${name}`;
}

/** Returns what stands for each file on the command line: its name, with its folder where the name alone is not enough. */
export function typedNames(files: readonly ListedFile[]): readonly string[] {
	const counts = new Map<string, number>();
	for (const {name} of files) counts.set(name, (counts.get(name) ?? 0) + 1);
	return files.map(file => (counts.get(file.name) === 1 ? file.name : pathOf(file))).sort();
}

/** Finds a file by its name, or by its folder and name. */
export function findFile(
	user: UserName,
	files: readonly ListedFile[],
	typed: string,
): {readonly file: ListedFile} | {readonly problem: SafeText} {
	const named = files.filter(({name}) => name === typed);
	const [only] = named;
	if (only && named.length === 1) return {file: only};
	const file = files.find(one => pathOf(one) === typed);
	if (file) return {file};
	if (named.length > 1)
		return {
			problem: safeText`${user} has ${named.length} files of that name; type one with its folder: ${pathsOf(named)}.`,
		};
	return {problem: safeText`${user} shares no file of that name; /files ${user} lists them anew.`};
}

/** Maximum paths that a sentence names. */
const MAX_NAMED = 3;

function pathsOf(files: readonly ListedFile[]): string {
	const more = files.length > MAX_NAMED ? ', …' : '';
	return files.slice(0, MAX_NAMED).map(pathOf).join(', ') + more;
}

/** Formats the list, by path: `docs/notes.pdf  1.2 MiB`. */
export function fileLines(files: readonly ListedFile[]): readonly SafeText[] {
	const lines = files.map(file => [pathOf(file), fileLine(file)] as const);
	return lines.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, line]) => line);
}

function fileLine(file: ListedFile): SafeText {
	return safeText`${pathOf(file)}  ${byteSize(file.size)}`;
}
