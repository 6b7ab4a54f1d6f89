/** Writes a conversation to a file, page by page, oldest message first. */
import {open} from 'node:fs/promises';
import {isRefusal, sentence} from '../../protocol/refusals.ts';
import {MAX_PAGE_MESSAGES} from '../../protocol/bounds.ts';
import type {Message} from '../../protocol/messages.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {clean, cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import {isLinkDown} from '../link/failure.ts';
import type {Link} from '../link/link.ts';

type Exported = {readonly count: number} | {readonly problem: SafeText};
type Asks = Pick<Link, 'request'>;

/**
 * Exports every message that the server keeps up to now; an existing file is not replaced.
 * @param file absolute path of the file, which only the user may read
 */
export async function exportChat(link: Asks, conversation: ConversationId, file: string): Promise<Exported> {
	const target = await open(file, 'wx', 0o600).catch((error: unknown) => error as NodeJS.ErrnoException); // what Node throws
	if (target instanceof Error)
		return {
			problem:
				target.code === 'EEXIST'
					? safeText`${file} exists already; name another file.`
					: safeText`${file} cannot be written: ${target.message}`,
		};
	try {
		return await exportPages(link, conversation, async text => target.writeFile(text));
	} catch (error) {
		return {
			problem: safeText`${file} cannot be written: ${error instanceof Error ? error.message : 'unknown'}`,
		};
	} finally {
		await target.close();
	}
}

async function exportPages(
	link: Asks,
	conversation: ConversationId,
	write: (text: string) => Promise<void>,
): Promise<Exported> {
	let after = 0;
	let count = 0;
	for (;;) {
		const page = await link.request({type: 'history', conversation, after, limit: MAX_PAGE_MESSAGES});
		if (isLinkDown(page)) return {problem: safeText`The connection was lost after ${count} messages.`};
		if (isRefusal(page)) return {problem: sentence(page)};
		const messages = page.messages.filter(({folded}) => folded !== true);
		await write(messages.map(line).join(''));
		count += messages.length;
		const last = page.messages.at(-1)?.sequence;
		if (last === undefined || last >= page.last) return {count};
		after = last;
	}
}

/** Formats a message; its further lines are indented, so that none passes for another message. */
function line({at, from, text, kind, deleted}: Message): string {
	const said = deleted === undefined ? clean(text).replaceAll('\n', '\n    ') : '(message deleted)';
	const name = cleanLine(from);
	return `${new Date(at).toISOString()} ${kind === 'action' ? `* ${name} ` : `${name}: `}${said}\n`;
}
