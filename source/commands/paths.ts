/** Defines the kind of argument that names a local path, as a user types it or as a terminal pastes a dragged file. */
import path from 'node:path';
import {safeText} from '../../protocol/text.ts';
import type {Folders} from '../state/model/exchange.ts';
import type {ArgumentKind} from './command.ts';

/** Accepts a path, and completes it from the disk. Its value is absolute. */
export function localPath(label = 'path'): ArgumentKind<string> {
	return {
		label,
		rest: true,
		onDisk: () => true,
		parse(typed, {state}) {
			const value = absolutePath(typed, state.folders);
			return value.includes('\0') || value.includes('\n')
				? {problem: safeText`A path has one line.`}
				: {value: value.length > 1 ? value.replace(/[/\\]$/, '') : value};
		},
	};
}

/** Makes a typed path absolute. A slash at its end stays. */
export function absolutePath(typed: string, folders: Folders): string {
	return absolute(unquoted(typed), folders);
}

function absolute(plain: string, {start, home}: Folders): string {
	const [isBelowHome, below = ''] = /^~([/\\].*)?$/s.exec(plain) ?? [];
	if (isBelowHome !== undefined) return path.join(home, below);
	return path.normalize(path.isAbsolute(plain) ? plain : path.join(start, plain));
}

/**
 * Removes the quotes that a path begins with, and the backslashes before blanks and signs: those before letters and digits
 * separate folders on Windows.
 */
function unquoted(typed: string): string {
	const text = typed.trimStart().replace(/(?<!\\)\s+$/, ''); // a blank behind a backslash is part of the path
	if (!/^['"]/.test(text)) return text.replace(/\\([^\p{L}\p{N}])/gu, '$1');
	return text.replace(
		/'([^']*)(?:'|$)|"((?:[^"\\]|\\.)*)(?:"|$)|\\(.)/gs,
		(_, single?: string, double?: string, escaped?: string) =>
			single ?? double?.replace(/\\(["\\])/g, '$1') ?? escaped ?? '',
	);
}

/**
 * Splits a path that is still being typed behind its last slash. `folder`: as the line shows it from then on; `before`: the same
 * folder as an absolute path, with the beginning of a name.
 */
export function typedPath(
	typed: string,
	folders: Folders,
): {readonly folder: string; readonly before: string} {
	const text = unquoted(typed);
	const plain = text === '~' ? '~/' : text;
	const end = plain.lastIndexOf('/') + 1;
	const folder = plain.slice(0, end);
	return {folder: escaped(folder), before: absolute(folder || './', folders) + plain.slice(end)};
}

/** Puts a backslash before what a path on the line would not mean as it stands. */
export function escaped(name: string): string {
	return name.replace(/[\\'" ]/g, String.raw`\$&`);
}
