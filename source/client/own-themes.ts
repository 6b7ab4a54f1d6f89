/** Reads the user's own themes: the files `themes/NAME.json` in the client's folder. */
import {constants} from 'node:fs';
import {open, readdir} from 'node:fs/promises';
import path from 'node:path';
import {codeOf} from '../../lib/client-file-error.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {isThemeName, readTheme, type OwnTheme} from '../../terminal/own-theme.ts';
import {isBuiltIn} from '../../terminal/palette.ts';

/** Maximum bytes of a file, and maximum themes listed. */
const MAX_BYTES = 16 * 1024;
const MAX_THEMES = 100;
const END = '.json';

/** The names of the themes, and the one that was asked for, or why it cannot be used. */
export type ThemesRead = {readonly names: readonly string[]; readonly found?: Found};
type Found = OwnTheme | {readonly problem: SafeText};

/** Lists the themes, and reads the one with that name. */
export async function readThemes(home: string, name: string | undefined): Promise<ThemesRead> {
	const names = await namesIn(home);
	return name === undefined ? {names} : {names, found: await themeIn(home, name)};
}

function folderIn(home: string): string {
	return path.join(home, 'themes');
}

/** Lists the names of the themes, sorted; none where there is no such folder. */
async function namesIn(home: string): Promise<string[]> {
	const files = await readdir(folderIn(home)).catch((): string[] => []); // to list none is no mistake: reading one says what is wrong
	const names = files.filter(file => file.endsWith(END)).map(file => file.slice(0, -END.length));
	return names
		.filter(name => isThemeName(name) && !isBuiltIn(name))
		.sort()
		.slice(0, MAX_THEMES);
}

async function themeIn(home: string, name: string): Promise<Found> {
	const file = path.join(folderIn(home), name + END);
	try {
		// A pipe in the file's place would otherwise wait for its writer.
		const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
		try {
			const {size} = await handle.stat();
			if (size > MAX_BYTES) return {problem: safeText`${file} is too large; a theme has at most 16 KiB.`};
			const {buffer, bytesRead} = await handle.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
			const theme = readTheme(name, buffer.toString('utf8', 0, bytesRead));
			return 'problem' in theme ? {problem: safeText`${file} ${theme.problem}`} : theme;
		} finally {
			await handle.close();
		}
	} catch (error) {
		const isMissing = codeOf(error) === 'ENOENT';
		return {
			problem: isMissing
				? safeText`There is no theme ${name}; write your own to ${file}, or Tab lists those there are.`
				: safeText`${file} cannot be read (${codeOf(error)}).`,
		};
	}
}
