/** Locates the socket of the control protocol, and bounds what comes from it; a client looks for it before it needs the schemas. */

/** Maximum UTF-16 units of an answer. */
export const MAX_ANSWER = 64 * 1024;

/** Maximum bytes of the path: every system accepts 103 for a Unix socket, and a starting server needs 7 more for a while. */
export const MAX_SOCKET = 96;

type Machine = {
	platform: string;
	join: (...parts: string[]) => string;
	tmpdir: string;
	hash: (text: string) => string;
	user: string;
};

/**
 * Returns the path at which the server of a data folder listens: a socket in the folder; in a private folder below the temporary
 * one when that path is too long; a named pipe on Windows.
 * @param folder absolute path of the data folder
 */
export function controlPath(folder: string, {platform, join, tmpdir, hash, user}: Machine): string {
	if (platform === 'win32') return `\\\\.\\pipe\\chat-tui-${hash(folder.toLowerCase())}`;
	const inside = join(folder, 'control.sock');
	return new TextEncoder().encode(inside).length <= MAX_SOCKET
		? inside
		: join(tmpdir, `chat-tui-${user}`, `${hash(folder)}.sock`);
}
