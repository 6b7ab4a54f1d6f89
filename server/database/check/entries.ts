/** Checks the names and modes of what stands in a data folder. */
import {chmod, lstat, readdir} from 'node:fs/promises';
import {basename, join, sep} from 'node:path';
import {realDisk} from '../../../lib/disk.ts';
import {conversationId, userName} from '../../../protocol/names.ts';
import {conversationFolder, PART_FILES} from '../../store/part-files.ts';
import {CERT_FILE, KEY_FILE} from '../../tls/certificate.ts';
import {FILES_FOLDER} from '../../uploads/blobs.ts';
import type {Finding} from './finding.ts';

const OTHERS = 0o077;
const DRAFT = /^\..+\.new$/;
const SOCKET = /^control\.sock/;
/** Files of any part but conversations and those that each user has. */
const SINGLE = new Set(
	Object.values(PART_FILES).flatMap(({path, whole}) => (whole === undefined ? [] : [path(whole)])),
);
const OF_USERS = ['devices', 'conversation-settings'];
const ROOT = new Set([
	...SINGLE,
	FILES_FOLDER,
	'pending.json',
	'journal',
	'logs',
	...OF_USERS,
	KEY_FILE,
	CERT_FILE,
]);

/** Yields files that are open to others, were left behind, or are not known. */
export async function* wrongEntries(folder: string): AsyncGenerator<Finding> {
	yield* openToOthers(folder);
	for (const name of (await readdir(folder, {recursive: true})).sort()) {
		const path = join(folder, name);
		const steps = name.split(sep);
		if (SOCKET.test(name)) continue;
		yield* openToOthers(path);
		if (isDraft(name)) {
			const run = async () => realDisk.remove(path);
			yield {
				what: `${path} was left behind by a write that was interrupted.`,
				mend: {how: `${path} is removed.`, file: path, run},
			};
		} else if (!isKnown(steps) && isKnown(steps.slice(0, -1))) {
			yield {what: `${path} is not a file of chat-tui; it is ignored.`, isHarmless: true};
		}
	}
}

/** Whether it is a file that was being written when its process ended. */
export function isDraft(name: string): boolean {
	return DRAFT.test(basename(name));
}

async function* openToOthers(path: string): AsyncGenerator<Finding> {
	const {mode} = await lstat(path);
	if (process.platform === 'win32' || (mode & OTHERS) === 0) return;
	const run = async () => chmod(path, mode & 0o700);
	yield {
		what: `${path} is open to others (mode ${(mode & 0o777).toString(8)}).`,
		mend: {how: `${path} is closed to others.`, file: path, run},
	};
}

/** Whether chat-tui has such files or folders. @param steps of a path below the data folder */
export function isKnown([first = '', second, third, ...more]: readonly string[]): boolean {
	if (more.length > 0) return false;
	if (second === undefined) return first === '' || ROOT.has(first);
	if (first === FILES_FOLDER) return third === undefined && /^[0-9a-f]{64}$/.test(second);
	if (first === 'journal') return third === undefined && /^[1-9]\d*\.jsonl$/.test(second);
	if (OF_USERS.includes(first))
		return third === undefined && userName(second.replace(/\.json$/, '')) !== undefined;
	if (first !== 'logs') return false;
	if (second === 'server') return third === undefined || /^\d{4}-\d\d-\d\d(\.\d+)?\.json$/.test(third);
	const id = conversationId(second.replace(/^room\./, '#').replace(/^notices\./, '!'));
	const isFolder = id !== undefined && conversationFolder(id) === second;
	return isFolder && (third === undefined || /^(state|[1-9]\d*)\.json$/.test(third));
}
