/** Runs a client without a terminal, which does what the benchmark orders: `private-client.mjs START`. */
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {systemClock} from '../../lib/clock.ts';
import {parseAddress, type Address} from '../../protocol/address.ts';
import type {SafeText} from '../../protocol/text.ts';
import {perform, type Environment} from '../../source/client/perform.ts';
import {Timers} from '../../source/client/timers.ts';
import {peerFolder} from '../../source/link/client-folder.ts';
import {Link} from '../../source/link/link.ts';
import {FileTransfers} from '../../source/uploads/file-transfers.ts';
import {Peers} from '../../source/peer/peers.ts';
import {dialogView, NONE} from '../../source/state/dialogs/dialogs.ts';
import type {Action} from '../../source/state/model/action.ts';
import type {StateEvent} from '../../source/state/model/event.ts';
import type {Transfer} from '../../source/state/model/exchange.ts';
import {initialState} from '../../source/state/model/initial.ts';
import type {State} from '../../source/state/model/state.ts';
import {createStore, type Store} from '../../source/state/runtime/store.ts';
import {PASSWORD} from '../world/people.ts';
import type {Answered, Asked, Order, Start} from '../world/private-clients.ts';

const SIZE = {columns: 80, rows: 24};

class Client {
	readonly #store: Store;
	readonly #waiting = new Set<() => void>();
	/** Number of the user's texts that the partner's client has acknowledged. */
	#acknowledged = 0;
	#transfer: Transfer | undefined;

	constructor(home: string) {
		const link = new Link({
			home,
			ownCertificate: path.join(home, 'none.pem'),
			insecurePlaintext: false,
			clock: systemClock,
			dispatch: event => this.#hear(event),
		});
		const peers = new Peers({
			privateFolders: [home],
			downloads: path.join(home, 'downloads'),
			folderOf: (address, user) => peerFolder(home, address, user),
			server: link,
			clock: systemClock,
			dispatch: event => this.#hear(event),
		});
		const files = new FileTransfers({
			server: link,
			clock: systemClock,
			downloads: path.join(home, 'downloads'),
			dispatch: event => this.#hear(event),
		});
		const outside = withoutTerminal(link, peers, files);
		this.#store = createStore({
			state: initialState(SIZE, {device: 'a1b2c3d4', start: 'kx7', next: 1}),
			clock: systemClock,
			perform: effect => perform(effect, outside, event => this.#hear(event)),
		});
	}

	/** Signs in, and waits for the key for private chats. */
	async enter(address: Address, {user, direct}: Start): Promise<void> {
		const go = {kind: 'signIn', address, user, password: PASSWORD} as const;
		this.#hear({type: 'started', known: [], settings: {direct}, go});
		await this.#until(({place, identity}) => place.at === 'chat' && identity !== undefined);
	}

	/** Carries out an order. @returns the numbers that it asks for */
	async obey(order: Order): Promise<number[]> {
		switch (order.type) {
			case 'invite':
				this.#say(`/private ${order.user}`);
				return [await this.#until(isOpen)];
			case 'accept':
				return [await this.#answerYes(), await this.#until(isOpen)];
			case 'end':
				this.#say('/stopprivate');
				return [await this.#until(hasNone)];
			case 'see the end':
				return [await this.#until(hasNone)];
			case 'talk':
				return this.#talk(order.texts, order.apart);
			case 'offer':
				this.#transfer = undefined;
				this.#say(`/send-file ${order.user} ${order.path}`);
				return [await this.#moved('running')];
			case 'take':
				this.#transfer = undefined;
				return [await this.#answerYes(), await this.#moved('done')];
		}
	}

	async #talk(texts: number, apart: number): Promise<number[]> {
		const times: number[] = [];
		for (let count = 0; count < texts; count++) {
			const next = this.#acknowledged + 1;
			const before = now();
			this.#say('so many words as people write to each other in a chat');
			times.push((await this.#until(() => this.#acknowledged === next)) - before);
			await pause(apart);
		}

		return times;
	}

	/** Answers the next question with yes. @returns the time of the answer */
	async #answerYes(): Promise<number> {
		await this.#until(isAsked);
		this.#press('answer');
		const at = now();
		this.#press({choose: 'y'});
		return at;
	}

	/** Waits until the transfer has come so far. @throws Error, which ends the process, if it ends without the whole file */
	async #moved(status: 'running' | 'done'): Promise<number> {
		return this.#until(() => {
			const {status: now, problem} = this.#transfer ?? {};
			if (now === 'ended') throw new Error(`The file did not arrive: ${problem}`);
			return now === status || now === 'done';
		});
	}

	#say(line: string): void {
		this.#hear({type: 'edited', before: line});
		this.#press('accept');
	}

	#press(action: Action): void {
		this.#hear({type: 'acted', action});
	}

	#hear(event: StateEvent): void {
		this.#store.dispatch(event);
		if (event.type === 'peerReceived') this.#acknowledged++;
		if (event.type === 'transferMoved') this.#transfer = event.transfer;
		for (const look of [...this.#waiting]) look();
	}

	/** Waits until a condition holds. @returns the time of the event after which it does */
	async #until(condition: (state: State) => boolean): Promise<number> {
		return new Promise(resolve => {
			const look = () => {
				if (!condition(this.#store.snapshot())) return;
				this.#waiting.delete(look);
				resolve(now());
			};
			this.#waiting.add(look);
			look();
		});
	}
}

/** Reads the clock that all processes of the machine share. @returns milliseconds */
function now(): number {
	return Number(process.hrtime.bigint()) / 1e6;
}

function isOpen({privateChats}: State): boolean {
	return [...privateChats.values()].some(({status}) => status === 'open');
}

/** Whether F2 leads to a question: one that waits, or one that has been on the screen long enough to be answered. */
function isAsked(state: State): boolean {
	const view = dialogView(state);
	return view ? view.chosen !== NONE : state.pendingDialogs.length > 0;
}

function hasNone({privateChats}: State): boolean {
	return privateChats.size === 0;
}

function withoutTerminal(link: Link, peers: Peers, files: FileTransfers): Environment {
	const timers = new Timers();
	const nothing = () => undefined;
	return {
		link: Promise.resolve(link),
		peers: Promise.resolve(peers),
		files: Promise.resolve(files),
		terminal: {
			bell: nothing,
			notify: nothing,
			title: nothing,
			mouse: nothing,
			copy: nothing,
			suspend: nothing,
			lend: async () => undefined,
			redraw: nothing,
		},
		after: (key, milliseconds, fn) => timers.after(key, milliseconds, fn),
		host: async () => ({problem: 'Not here.' as SafeText}), // a constant
		readThemes: async () => ({names: []}),
		keepSettings: async () => undefined,
		demo: () => undefined,
		quit: nothing,
	};
}

function answer(answered: Answered): void {
	process.send?.(answered);
}

const start: Start = JSON.parse(process.argv[2] ?? '') as Start; // the benchmark wrote it
const address = parseAddress(start.joinLine);
if (!address) throw new RangeError(`${start.joinLine} is no join line.`);
const client = new Client(start.home);
process.on('message', ({id, order}: Asked) => {
	void client.obey(order).then(numbers => answer({id, numbers}));
});
await client.enter(address, start);
answer({id: 0, numbers: []});
