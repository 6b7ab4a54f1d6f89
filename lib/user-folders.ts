/** Locates the user's folders: the client's own, and the data folder of a server that they run. */
import path from 'node:path';

/** Thrown when a folder of the user cannot be located; the message is a sentence for people. */
export class NoUserFolder extends Error {}

export type UserFolders = {
	/** The client's own folder. */
	readonly home: string;
	/** The data folder that `serve` uses unless `--data` names another one. */
	readonly data: string;
};

/**
 * Locates both folders: below `CHAT_TUI_HOME`, else where this platform keeps a program's settings and data. Called only when one
 * of them is needed: not every user has a home.
 * @throws NoUserFolder
 */
export async function userFoldersOf(env: NodeJS.ProcessEnv): Promise<UserFolders> {
	const chosen = env['CHAT_TUI_HOME']?.replace(/[\r\n]+$/, ''); // as `$(…)` would have left it out
	if (chosen) {
		if (/^\s*$|\p{Cc}/u.test(chosen))
			throw new NoUserFolder(
				`CHAT_TUI_HOME is ${JSON.stringify(chosen)}, which is not a valid folder name; set another one.`,
			);
		return {home: absolutePath(chosen), data: absolutePath(path.join(chosen, 'server'))};
	}

	const {config: home, data} = await platformFolders();
	if (path.isAbsolute(home) && path.isAbsolute(data)) return {home, data};
	throw new NoUserFolder(
		'HOME (or XDG_CONFIG_HOME, or XDG_DATA_HOME) is not an absolute path; correct it, or set CHAT_TUI_HOME.',
	);
}

/** Returns the absolute path. @throws NoUserFolder if it is relative to a folder that has been removed */
export function absolutePath(given: string): string {
	try {
		return path.resolve(given);
	} catch (error) {
		throw new NoUserFolder(
			`The current folder has been removed, so ${given} cannot be resolved; change to another one, or give its full path.`,
			{cause: error},
		);
	}
}

/** Asks env-paths, which is loaded on demand: it throws as it is loaded for a user who has no home. */
async function platformFolders(): Promise<{config: string; data: string}> {
	try {
		const {default: envPaths} = await import('env-paths');
		return envPaths('chat-tui', {suffix: ''});
	} catch (error) {
		throw new NoUserFolder(
			'This user has no home folder; set HOME, or CHAT_TUI_HOME (a server takes --data as well).',
			{cause: error},
		);
	}
}
