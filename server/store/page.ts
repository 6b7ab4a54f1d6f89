/** Cuts a page of history to the bytes that it may have. */
import {MAX_PAGE_BYTES} from '../../protocol/bounds.ts';
import type {Message} from '../../protocol/messages.ts';
import type {Stored} from './stored.ts';

/** Resolves messages, in the order given: as many as fit into a page, and always one if there is one. */
export async function page(
	items: readonly Stored[],
	shown: (item: Stored) => Promise<Message>,
): Promise<Message[]> {
	const fitting: Message[] = [];
	let bytes = 0;
	for (const item of items) {
		const message = await shown(item);
		bytes += sizeOf(message.text);
		if (bytes > MAX_PAGE_BYTES && fitting.length > 0) break;
		fitting.push(message);
	}

	return fitting;
}

/** Returns the bytes of a text as JSON, without its quotes; a control character takes six. */
function sizeOf(text: string): number {
	return Buffer.byteLength(JSON.stringify(text)) - 2;
}
