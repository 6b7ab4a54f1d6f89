/** What time brings by itself, once a second: people who do not come back, people who are idle, a disk that fills up. */
import type {Moment} from './chat/rule.ts';
import {awaitChatters} from './chat/rules/chats.ts';
import {stillHere, tick} from './chat/rules/sign-out.ts';
import type {Clock} from './clock.ts';
import type {Lane} from './lane.ts';
import type {Log} from './log.ts';
import type {Store} from './store/store.ts';

const TICK = 1000;
/** After so many ticks it is noted who is still here. */
const NOTE_EVERY = 60;
/** Under so many free bytes on the disk nothing is stored any more. */
const LEAST_FREE = 64 * 1024 * 1024;

type Parts = {
	lane: Lane;
	store: Store;
	clock: Clock;
	log: Log;
	/** Forgets what nobody owes any more. */
	sweep: () => void;
	facts: () => Moment;
};

export class Ticker {
	/** Whether the disk has too little room for anything new. */
	full = false;
	/** No second begins any more. */
	stop: () => void = () => undefined;
	private readonly parts: Parts;
	private ticks = 0;

	constructor(parts: Parts) {
		this.parts = parts;
		const {lane, facts} = parts;
		lane.happen(awaitChatters(lane.state, facts()));
		this.tick();
	}

	private tick(): void {
		const {lane, clock, sweep, facts} = this.parts;
		sweep();
		const events = tick(lane.state, facts());
		if (this.ticks++ % NOTE_EVERY === 0) events.push(...stillHere(lane.state, facts()));
		if (events.length > 0) lane.happen(events);
		void this.lookAtDisk();
		this.stop = clock.after(TICK, () => this.tick());
	}

	private async lookAtDisk(): Promise<void> {
		const {store, log} = this.parts;
		try {
			const full = (await store.freeBytes()) < LEAST_FREE;
			if (full !== this.full) log({type: full ? 'diskFull' : 'diskFreed'});
			this.full = full;
		} catch (error) {
			log({type: 'fault', what: 'free space', error});
		}
	}
}
