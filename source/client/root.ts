/** Runs the client: joins the terminal, the state, the panes and the services, and takes them down again. */
import {homedir} from 'node:os';
import {addressText} from '../../protocol/address.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {Face, FaceMaker} from './face.ts';
import {startedEvent, type StartOptions} from './start-options.ts';
import {ClientFileError} from '../../lib/client-file-error.ts';
import {LanSearch} from './lan-search.ts';
import {SettingsFile} from './settings-file.ts';
import type {StateEvent} from '../state/model/event.ts';
import {initialState} from '../state/model/initial.ts';
import {isChoosing} from '../state/model/place.ts';
import {perform, type Environment} from './perform.ts';
import type {State} from '../state/model/state.ts';
import {titleOf} from '../state/chats/unread.ts';
import {createStore, type Store} from '../state/runtime/store.ts';
import {waitFor} from '../state/sign-in/waiting.ts';
import {Services, type ServicesOptions} from './services.ts';
import {Timers} from './timers.ts';

export type ClientOptions = StartOptions &
	ServicesOptions & {
		/** How the client is shown. */
		readonly face: FaceMaker;
		/** Runs the demo once the client has given the terminal back, and returns its exit code; undefined in the demo itself. */
		readonly demo?: () => Promise<number>;
		/** Whether the first screen lists servers of the local network. */
		readonly lan: boolean;
		/** Returns what to try next, in the demo. */
		readonly suggest?: (state: State) => SafeText;
	};

/** `patience`: maximum milliseconds for the sign-out and the last writes. */
type Leaving = {readonly code: number; readonly patience: number; readonly next?: () => Promise<number>};

/** Runs the client until the user quits, or a signal ends it. @returns the exit code */
export async function runClient(start: ClientOptions): Promise<number> {
	return new Client(start).run();
}

class Client {
	readonly #start: ClientOptions;
	readonly #face: Face;
	readonly #timers = new Timers();
	readonly #store: Store;
	readonly #services: Services;
	readonly #settings: SettingsFile;
	readonly #lanSearch: LanSearch;
	readonly #left: Promise<Leaving>;
	#isOver = false;

	constructor(start: ClientOptions) {
		this.#start = start;
		let leave: (how: Leaving) => void;
		this.#left = new Promise(resolve => (leave = resolve));
		this.#face = start.face({
			store: () => this.#store,
			dispatch: this.#dispatch,
			ending: code => leave({code, patience: 300}),
		});
		const {terminal} = this.#face;
		this.#settings = new SettingsFile(start.places.home);
		this.#settings.onSetAside = problem => this.#dispatch({type: 'failed', problem: safeText`${problem}`});
		this.#lanSearch = new LanSearch(servers => this.#dispatch({type: 'serversFound', servers}));
		this.#services = new Services(start, this.#dispatch);
		const {link, peers, files} = this.#services;
		const outside: Environment = {
			link,
			peers,
			terminal,
			files,
			after: (key, milliseconds, fn) => this.#timers.after(key, milliseconds, fn),
			host: async network => this.#services.host(network),
			readThemes: async name => (await import('./own-themes.ts')).readThemes(start.places.home, name), // the first frame does without
			keepSettings: changed => this.#settings.keep(changed),
			demo: () => leave({code: 0, patience: 3000, ...(start.demo && {next: start.demo})}),
			quit: () => void terminal.answers.then(() => leave({code: 0, patience: 3000})),
		};
		this.#store = createStore({
			state: firstState(terminal, start),
			clock: {now: () => Date.now(), uptime: () => performance.now(), after: later},
			perform: effect => perform(effect, outside, this.#dispatch),
		});
	}

	async run(): Promise<number> {
		const {terminal} = this.#face;
		terminal.enter();
		terminal.title(titleOf(this.#store.snapshot()));
		const stopDrawing = this.#store.subscribe(() => {
			this.#face.update();
			this.#search();
			this.#suggest();
		});
		this.#face.update();
		void this.#begin();
		const {code, patience, next} = await this.#left;
		this.#dispatch({type: 'left'});
		this.#isOver = true;
		stopDrawing();
		this.#lanSearch.isWanted = false;
		this.#timers.stop();
		this.#face.close();
		terminal.leave();
		await Promise.race([
			Promise.all([this.#services.close(), this.#settings.settled()]),
			new Promise(resolve => setTimeout(resolve, patience)),
		]);
		if (next) return next();
		const isDemo = this.#start.demo === undefined; // whose server ends with it
		if (code === 0 && !isDemo && (await this.#services.isHosting())) sayThatTheServerGoesOn();
		return code;
	}

	async #begin(): Promise<void> {
		const link = await this.#services.link;
		const settings = await this.#readOr({}, this.#settings.read());
		const known = await this.#readOr([], link.visitedServers()); // second: a problem of the whole folder is reported last
		const folders = {start: process.cwd(), home: homedir()};
		this.#dispatch({...startedEvent(known, this.#start, this.#services.own), settings, folders});
		this.#face.terminal.onEvent = event => this.#face.take(event); // keys that were pressed before have waited
	}

	#search(): void {
		this.#lanSearch.isWanted = this.#start.lan && isChoosing(this.#store.snapshot());
	}

	/** Reads a file of an earlier run. If it is damaged, this is reported, and the client does without it. */
	async #readOr<T>(without: T, kept: Promise<T>): Promise<T> {
		try {
			return await kept;
		} catch (error) {
			if (!(error instanceof ClientFileError)) throw error;
			this.#dispatch({type: 'failed', problem: safeText`${error.message}`});
			return without;
		}
	}

	/** Shows what to try next, where that has changed. */
	#suggest(): void {
		const state = this.#store.snapshot();
		const suggestion = this.#start.suggest?.(state);
		if (suggestion !== undefined && suggestion !== state.suggestion)
			this.#dispatch({type: 'suggested', suggestion});
	}

	/** Dispatches an event; after the end it changes nothing. */
	readonly #dispatch = (event: StateEvent): void => {
		if (!this.#isOver) this.#store.dispatch(event);
	};
}

/** Reminds the host, in words that can be pasted. */
function sayThatTheServerGoesOn(): void {
	process.stdout.write(
		'Your chat goes on without you; to go back to it: npx chat-tui\nTo end it for everybody: npx chat-tui serve --stop\n',
	);
}

function firstState({size, colours}: Face['terminal'], {address, demo}: ClientOptions): State {
	const initial = initialState(size, {device: '', start: Date.now().toString(36), next: 1});
	const welcome = {...initial.welcome, offersDemo: demo !== undefined};
	const state = {...initial, colours, welcome};
	return address ? waitFor(state, safeText`Connecting to ${addressText(address)}…`) : state;
}

function later(milliseconds: number, fn: () => void): () => void {
	const timer = setTimeout(fn, milliseconds);
	return () => clearTimeout(timer);
}
