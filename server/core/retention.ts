/** Forgets messages that are older than the operator wants them kept: at the start, and each night. */
import type {ConversationId} from '../../protocol/names.ts';
import {isSliceOver, nextSlice} from '../../protocol/time-slice.ts';
import type {Clock} from '../../lib/clock.ts';
import type {Conversation} from '../chat/conversations/conversation.ts';
import {errorEntry, type Log} from '../log/log-entry.ts';
import {SEGMENT, segmentOf} from '../chat/segment.ts';
import {isReference, type Stored} from '../store/stored.ts';
import type {Store} from '../store/store.ts';
import type {CommitLog} from './commit-log.ts';

/** Hour of the day at which few people write. */
const NIGHT = 4;
/** Milliseconds between two looks at whether the database is still being saved. */
const WAIT = 10_000;

type Parts = {
	readonly store: Store;
	readonly commitLog: Pick<CommitLog, 'commitUnasked' | 'takeTurn'>;
	readonly clock: Clock;
	readonly log: Log;
	/** Milliseconds for which messages are kept. */
	readonly keepFor: number;
};

export class Retention {
	private readonly parts: Parts;
	private isStopped = false;
	private cancel: () => void = () => undefined;

	constructor(parts: Parts) {
		this.parts = parts;
		this.begin();
	}

	stop(): void {
		this.isStopped = true;
		this.cancel();
	}

	private begin(): void {
		const {clock, log} = this.parts;
		this.forgetAll()
			.catch((error: unknown) => log(errorEntry('retention', error)))
			.finally(() => {
				if (!this.isStopped) this.cancel = clock.after(untilNight(clock.now()), () => this.begin());
			});
	}

	private async forgetAll(): Promise<void> {
		const {store, clock, log, keepFor} = this.parts;
		const before = clock.now() - keepFor;
		let [messages, conversations] = [0, 0];
		for (const conversation of [...store.state.conversations.byId.values()]) {
			if (isSliceOver()) await nextSlice();
			const forgotten = await this.forget(conversation, before);
			messages += forgotten;
			if (forgotten > 0) conversations++;
			if (this.isStopped) return;
		}

		if (messages === 0) return;
		log({type: 'forgotten', messages, conversations});
		store.checkpointSoon(); // which removes them from the disk
	}

	/** Forgets the old messages of a conversation. @returns how many */
	private async forget({id}: Conversation, before: number): Promise<number> {
		const {store, commitLog, log} = this.parts;
		try {
			const upTo = await this.lastOld(id, before);
			while (store.isBeingRead && !this.isStopped) await this.pause();
			return await commitLog.takeTurn(() => {
				const known = store.state.conversations.byId.get(id);
				if (!known || upTo < known.first || this.isStopped) return 0;
				const count = upTo + 1 - known.first;
				commitLog.commitUnasked(() => [{type: 'messagesForgotten', conversation: id, upTo}]);
				return count;
			});
		} catch (error) {
			log(errorEntry('retention', error)); // the messages in a damaged file stay
			return 0;
		}
	}

	/** Finds the last message that is older, by the time of the first that is not. @returns 0 if none is */
	private async lastOld(id: ConversationId, before: number): Promise<number> {
		const {state, logs} = this.parts.store;
		const {first = 1, last = 0, lastAt = 0} = state.conversations.byId.get(id) ?? {};
		if (lastAt < before) return last;
		for (let at = first; at <= last; at = segmentOf(at) + SEGMENT) {
			for (const item of await logs.items(id, at, Math.min(segmentOf(at) + SEGMENT - 1, last)))
				if ((await this.timeOf(id, item)) >= before) return item.sequence - 1;
		}

		return last;
	}

	private async timeOf(id: ConversationId, item: Stored): Promise<number> {
		return isReference(item) ? (await this.parts.store.logs.shown(id, item)).at : item.at;
	}

	private async pause(): Promise<void> {
		await new Promise<void>(resolve => this.parts.clock.after(WAIT, resolve));
	}
}

/** Returns the milliseconds until the next night. */
function untilNight(now: number): number {
	const next = new Date(now);
	next.setHours(NIGHT, 0, 0, 0);
	if (next.getTime() <= now) next.setDate(next.getDate() + 1);
	return next.getTime() - now;
}
