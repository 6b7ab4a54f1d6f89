/** Lists the files that the other user of a channel shares, and answers when that user asks for this user's. */
import type {ListedFile} from '../../state/model/exchange.ts';
import {cleanLine} from '../../../protocol/text.ts';
import {toJson} from '../../../protocol/json.ts';
import {ClientFileError} from '../../../lib/client-file-error.ts';
import {TokenBucket} from '../../../lib/token-bucket.ts';
import type {FilePeer} from './file-peer.ts';
import {MAX_LISTED_AT_ONCE, type FileEntry, type Said, type WhyRefused} from './messages.ts';
import {safeName} from './safe-name.ts';
import type {SharedFiles} from './shared-files.ts';
import {MAX_LISTED_FILES} from './walk-shared.ts';

/** Requests for the list per second, and at once. */
const REQUEST_RATE = 1;
const REQUEST_BURST = 3;
/** Maximum parts of a list: each of an honest client holds many entries. */
const MAX_PARTS = 200;
/** Maximum bytes of the entries in one message: a frame of the channel holds 64 KiB. */
const MAX_ENTRY_BYTES = 48 * 1024;

export class Listings {
	private readonly peer: FilePeer;
	private readonly shared: SharedFiles;
	private readonly requests: TokenBucket;
	private isAnswering = false;
	/** What has arrived of the list that this user has asked for. */
	private arriving: ListedFile[] | undefined;
	private parts = 0;
	/** Ids that the other user was told. */
	private told: ReadonlySet<string> = new Set();

	constructor(peer: FilePeer, shared: SharedFiles) {
		this.peer = peer;
		this.shared = shared;
		this.requests = new TokenBucket(REQUEST_RATE, REQUEST_BURST, peer.clock.uptime());
	}

	ask(): void {
		this.arriving = [];
		this.parts = 0;
		this.peer.tell({type: 'listFiles'});
	}

	/** Whether the other user was told this id in the last list. */
	hasTold(id: string): boolean {
		return this.told.has(id);
	}

	/** Sends the list, or says why not. */
	async answer(isFriend: boolean): Promise<void> {
		const isAllowed = this.requests.take(this.peer.clock.uptime()) && !this.isAnswering;
		if (!isAllowed || !isFriend) {
			this.refuse(isFriend ? 'busy' : 'notFriends');
			return;
		}

		this.isAnswering = true;
		try {
			const files = await this.shared.list();
			this.told = new Set(files.map(({id}) => id));
			for (const message of messagesOf(files)) this.peer.tell(message);
		} catch (error) {
			if (!(error instanceof ClientFileError)) throw error;
			this.refuse('cannotRead');
		} finally {
			this.isAnswering = false;
		}
	}

	/**
	 * Takes a part of the list.
	 * @returns the list once it is whole; `endless` if it goes on beyond the bounds; undefined before, and if nobody has asked for it
	 */
	arrived({entries, isLast}: Said<'files'>): readonly ListedFile[] | 'endless' | undefined {
		const list = this.arriving;
		if (!list) return undefined;
		this.parts++;
		const isTooLong = list.length + entries.length > MAX_LISTED_FILES || (!isLast && this.parts >= MAX_PARTS);
		if (!isTooLong) list.push(...entries.map(entry => shownEntry(entry)));
		if (!isTooLong && !isLast) return undefined;
		this.arriving = undefined;
		return isTooLong ? 'endless' : list;
	}

	/** The other user does not tell the list. @returns false if nobody has asked for it */
	refused(): boolean {
		const isAsked = this.arriving !== undefined;
		this.arriving = undefined;
		return isAsked;
	}

	private refuse(why: WhyRefused): void {
		this.peer.tell({type: 'listRefused', why});
	}
}

function shownEntry({id, name, size, folder}: FileEntry): ListedFile {
	return {id, name: safeName(name), size, ...(folder !== undefined && {folder: cleanLine(folder)})};
}

/** Splits a list into messages that fit into frames. */
function messagesOf(files: readonly ListedFile[]): Array<Said<'files'>> {
	const parts: ListedFile[][] = [[]];
	let bytes = 0;
	for (const file of files) {
		const cost = Buffer.byteLength(toJson(file)) + 1;
		const last = parts.at(-1) ?? [];
		if (bytes + cost > MAX_ENTRY_BYTES || last.length >= MAX_LISTED_AT_ONCE) {
			parts.push([file]);
			bytes = cost;
		} else {
			last.push(file);
			bytes += cost;
		}
	}

	return parts.map((entries, at) => ({type: 'files', entries, isLast: at === parts.length - 1}));
}
