/** What time brings by itself, once a second: people who do not come back, people who are idle, a disk that fills up. */
import type {Moment} from '../chat/rule.ts';
import {awaitChatters} from '../chat/chat-sessions/rules.ts';
import {stillHere, tick} from '../chat/presence/expiry.ts';
import type {Clock} from '../../lib/clock.ts';
import type {CommitLog} from './commit-log.ts';
import {JournalFailed} from '../journal/journal.ts';
import type {Space} from './space.ts';
import type {Store} from '../store/store.ts';

const TICK = 1000;
/** After so many ticks it is noted who is still here. */
const NOTE_EVERY = 60;

type Parts = {
	commitLog: CommitLog;
	store: Store;
	clock: Clock;
	space: Space;
	fatal: (error: unknown) => void;
	/** Forgets what nobody owes any more. */
	sweep: () => void;
	moment: () => Moment;
};

export class Ticker {
	/** No second begins any more. */
	stop: () => void = () => undefined;
	private readonly parts: Parts;
	private ticks = 0;

	constructor(parts: Parts) {
		this.parts = parts;
		const {commitLog, moment} = parts;
		commitLog.commitUnasked(awaitChatters(commitLog.state, moment()));
		this.tick();
	}

	private tick(): void {
		const {commitLog, clock, sweep, moment} = this.parts;
		sweep();
		const events = tick(commitLog.state, moment());
		if (this.ticks++ % NOTE_EVERY === 0) events.push(...stillHere(commitLog.state, moment()));
		commitLog.commitUnasked(events);
		this.lookAtDisk();
		this.stop = clock.after(TICK, () => this.tick());
	}

	/** Where the folder is gone, a second server may stand at its path by now. */
	private lookAtDisk(): void {
		const {store, space, fatal} = this.parts;
		if (!store.isThere) {
			fatal(new JournalFailed(store.gone));
			return;
		}

		store.journal.look();
		space.look();
	}
}
