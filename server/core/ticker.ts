/** Ticks once a second: expires grace periods, signs out idle users, checks the disk and sweeps limits. */
import type {Moment} from '../chat/rule.ts';
import {awaitChatters} from '../chat/chat-sessions/rules.ts';
import {forgetInviteCodes} from '../chat/invite-codes/validity.ts';
import {stillHere, tick} from '../chat/presence/expiry.ts';
import {serverLost} from '../chat/sign-in/sign-out.ts';
import type {Clock} from '../../lib/clock.ts';
import type {CommitLog} from './commit-log.ts';
import {JournalFailed} from '../journal/journal.ts';
import type {RecordWatch} from './record-watch.ts';
import type {ServerList} from './server-list.ts';
import type {Space} from './space.ts';
import type {Store} from '../store/store.ts';

const TICK = 1000;
/** Ticks between two records of when the users who are online were last seen, and two sweeps of invite codes. */
const SLOW_INTERVAL = 60;

type Parts = {
	commitLog: CommitLog;
	store: Store;
	clock: Clock;
	space: Space;
	fatal: (error: unknown) => void;
	/** Sweeps rate limits. */
	sweep: () => void;
	/** Lets files expire, and removes those that are not wanted. */
	keepFiles: () => void;
	serverList: ServerList;
	recordWatch: RecordWatch;
	moment: () => Moment;
	/** Whether no other server knows who is connected. */
	isFirst: boolean;
};

export class Ticker {
	/** Stops ticking. */
	stop: () => void = () => undefined;
	private readonly parts: Parts;
	private ticks = 0;

	constructor(parts: Parts) {
		this.parts = parts;
		const {commitLog, moment, isFirst} = parts;
		if (isFirst) commitLog.commitUnasked(() => awaitChatters(commitLog.state, moment()));
		else commitLog.resume(moment());
		this.tick();
	}

	private tick(): void {
		const {commitLog, store, clock, sweep, keepFiles, serverList, recordWatch, moment} = this.parts;
		const {state} = commitLog;
		sweep();
		serverList.check();
		recordWatch.check();
		const isSlow = this.ticks++ % SLOW_INTERVAL === 0;
		const {shared} = store.journal;
		for (const run of shared?.lost ?? [])
			commitLog.commitUnasked(() => {
				if (shared?.lost.includes(run) !== true) return []; // it was heard of before the turn came
				shared.bury(run);
				return serverLost(state, run, moment());
			});
		commitLog.commitUnasked(() => {
			const events = tick(state, moment());
			if (isSlow) events.push(...stillHere(state, moment()), ...forgetInviteCodes(state, moment()));
			return events;
		});
		if (isSlow) keepFiles();
		this.checkDisk();
		this.stop = clock.after(TICK, () => this.tick());
	}

	/** Checks the data folder first: where it is gone, a second server may use its path by now. */
	private checkDisk(): void {
		const {store, space, fatal} = this.parts;
		if (!store.isThere) {
			fatal(new JournalFailed(store.gone));
			return;
		}

		store.journal.checkFiles();
		space.check();
	}
}
