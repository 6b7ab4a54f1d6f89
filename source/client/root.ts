/** Builds the terminal, the state, the panes and the link, joins them, and takes them down again. */
import {homedir} from 'node:os';
import path from 'node:path';
import type {UserFolders} from '../../lib/user-folders.ts';
import {addressText, type Address} from '../../protocol/address.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {startedEvent, type StartOptions} from './start-options.ts';
import {ownCertificate, peerFolder} from '../link/client-folder.ts';
import type {Link} from '../link/link.ts';
import type {Peers} from '../peer/peers.ts';
import {ClientFileError} from '../../lib/atomic-json-file.ts';
import {LanSearch} from './lan-search.ts';
import {SettingsFile} from './settings-file.ts';
import type {StateEvent} from '../state/model/event.ts';
import {initialState} from '../state/model/initial.ts';
import {perform, type HostedServer, type Environment} from './perform.ts';
import type {State} from '../state/model/state.ts';
import type {Size} from '../../terminal/layout/size.ts';
import {titleOf} from '../state/chats/unread.ts';
import {createStore, type Store} from '../state/runtime/store.ts';
import {waitFor} from '../state/sign-in/waiting.ts';
import type {TermEvent} from '../../terminal/event.ts';
import {FullScreen} from '../../terminal/full-screen.ts';
import {Timers} from './timers.ts';
import {route} from '../ui/route.ts';
import {editedIn} from '../ui/edited.ts';
import {panes, typedInto, type PaneName} from '../ui/panes.ts';
import {layoutOf} from '../state/panes/layout.ts';
import {PaneManager} from '../../terminal/ui/pane-manager.ts';

type ClientOptions = StartOptions & {
	readonly insecurePlaintext: boolean;
	/** Runs the demo once the client has given the terminal back, and returns its exit code; undefined in the demo itself. */
	readonly demo?: () => Promise<number>;
	/** Whether the first screen lists servers of the local network. */
	readonly lan: boolean;
	/** Returns what to try next, in the demo. */
	readonly suggest?: (state: State) => SafeText;
	/** The file of this program, to start a server with. */
	readonly program: string;
	readonly places: UserFolders;
};

/** `patience`: maximum milliseconds for the sign-out and the last writes. */
type Leaving = {readonly code: number; readonly patience: number; readonly next?: () => Promise<number>};

/** Runs the client until the user quits, or a signal ends it. @returns the exit code */
export async function runClient(start: ClientOptions): Promise<number> {
	return new Client(start).run();
}

class Client {
	readonly #start: ClientOptions;
	readonly #terminal: FullScreen;
	readonly #timers = new Timers();
	readonly #store: Store;
	readonly #panes: PaneManager<State, PaneName>;
	readonly #link: Promise<Link>;
	readonly #peers: Promise<Peers>;
	readonly #settings: SettingsFile;
	readonly #lanSearch: LanSearch;
	readonly #left: Promise<Leaving>;
	#isOver = false;
	/** This user's own server, while it runs. */
	#own: HostedServer | undefined;

	constructor(start: ClientOptions) {
		this.#start = start;
		let leave: (how: Leaving) => void;
		this.#left = new Promise(resolve => (leave = resolve));
		this.#terminal = new FullScreen({
			resized: this.#resize,
			ending: code => leave({code, patience: 300}),
		});
		this.#settings = new SettingsFile(start.places.home);
		this.#settings.onSetAside = problem => this.#dispatch({type: 'failed', problem: safeText`${problem}`});
		this.#lanSearch = new LanSearch(servers => this.#dispatch({type: 'serversFound', servers}));
		const link = untilPainted().then(() => this.#openLink());
		this.#peers = link.then(async opened => this.#openPeers(opened));
		const outside: Environment = {
			link,
			peers: this.#peers,
			terminal: this.#terminal,
			after: (key, milliseconds, fn) => this.#timers.after(key, milliseconds, fn),
			host: network => this.#host(network),
			keepSettings: changed => this.#settings.keep(changed),
			demo: () => leave({code: 0, patience: 3000, ...(start.demo && {next: start.demo})}),
			quit: () => leave({code: 0, patience: 3000}),
		};
		this.#store = createStore({
			state: firstState(this.#terminal.size, start),
			clock: {now: () => Date.now(), uptime: () => performance.now(), after: later},
			perform: effect => perform(effect, outside, this.#dispatch),
		});
		this.#panes = new PaneManager({
			panes,
			typedInto,
			editedIn,
			isFramed: ({size}) => layoutOf(size).framed,
			compositor: this.#terminal.compositor,
			store: this.#store,
			dispatch: this.#dispatch,
			failed: this.#terminal.crash,
		});
		this.#link = link;
	}

	async run(): Promise<number> {
		this.#terminal.enter();
		this.#terminal.title(titleOf(this.#store.snapshot()));
		const stopDrawing = this.#store.subscribe(() => {
			this.#panes.arrange();
			this.#search();
			this.#suggest();
		});
		this.#panes.arrange();
		void this.#begin();
		const {code, patience, next} = await this.#left;
		this.#dispatch({type: 'left'});
		this.#isOver = true;
		stopDrawing();
		this.#lanSearch.isWanted = false;
		this.#timers.stop();
		this.#panes.close();
		this.#terminal.leave();
		await Promise.race([
			Promise.all([
				this.#peers.then(peers => peers.close()),
				this.#link.then(link => link.close()),
				this.#settings.settled(),
			]),
			new Promise(resolve => setTimeout(resolve, patience)),
		]);
		return next ? next() : code;
	}

	async #begin(): Promise<void> {
		const link = await this.#link;
		const settings = await this.#readOr({}, this.#settings.read());
		const known = await this.#readOr([], link.visitedServers()); // second: a problem of the whole folder is reported last
		const folders = {start: process.cwd(), home: homedir()};
		this.#dispatch({...startedEvent(known, this.#start), settings, folders});
		this.#terminal.onEvent = this.#take; // keys that were pressed before have waited
	}

	/** Looks for servers while the first screen is shown. */
	#search(): void {
		this.#lanSearch.isWanted = this.#start.lan && this.#store.snapshot().place.at === 'welcome';
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

	readonly #resize = (size: Size): void => {
		this.#dispatch({type: 'resized', size});
		this.#panes.arrange(); // before anything is painted
	};

	readonly #take = (event: TermEvent): Promise<void> | undefined => {
		const routed = route(this.#store.snapshot(), event);
		if (routed?.to === 'text') this.#panes.type(routed.text);
		else if (routed) this.#dispatch(routed.event);
		return this.#panes.settled();
	};

	/** Dispatches an event; after the end it changes nothing. */
	readonly #dispatch = (event: StateEvent): void => {
		if (!this.#isOver) this.#store.dispatch(event);
	};

	async #openLink(): Promise<Link> {
		const [{Link}, {systemClock}, {askServer}] = await Promise.all([
			import('../link/link.ts'),
			import('../../lib/clock.ts'),
			import('./host.ts'),
		]);
		const {places, insecurePlaintext} = this.#start;
		this.#own = await askServer(places.data);
		return new Link({
			home: places.home,
			ownCertificate: ownCertificate(places.data),
			insecurePlaintext,
			clock: systemClock,
			dispatch: this.#dispatch,
			joinLines: address => this.#joinLines(address),
		});
	}

	async #openPeers(link: Link): Promise<Peers> {
		const [{Peers}, {systemClock}] = await Promise.all([
			import('../peer/peers.ts'),
			import('../../lib/clock.ts'),
		]);
		const {home, data} = this.#start.places;
		return new Peers({
			privateFolders: [home, data],
			downloads: path.join(home, 'downloads'),
			folderOf: (address, user) => peerFolder(home, address, user),
			server: link,
			clock: systemClock,
			dispatch: this.#dispatch,
		});
	}

	/** The lines with which others join, if this user hosts the server at the address. */
	#joinLines({host, port}: Address): readonly SafeText[] {
		const isOwn = this.#own?.addresses.some(own => own.host === host && own.port === port);
		return this.#own && isOwn ? this.#own.joinLines : [];
	}

	async #host(network: boolean): ReturnType<Environment['host']> {
		const {hostServer} = await import('./host.ts');
		const {program, places} = this.#start;
		const hosted = await hostServer({network, program, folder: places.data});
		if (!('problem' in hosted)) this.#own = hosted;
		return hosted;
	}
}

function firstState(size: Size, {address, demo}: ClientOptions): State {
	const initial = initialState(size, {device: '', start: Date.now().toString(36), next: 1});
	const state = {...initial, welcome: {...initial.welcome, offersDemo: demo !== undefined}};
	return address ? waitFor(state, safeText`Connecting to ${addressText(address)}…`) : state;
}

function later(milliseconds: number, fn: () => void): () => void {
	const timer = setTimeout(fn, milliseconds);
	return () => clearTimeout(timer);
}

/** Resolves when the first frame is painted: heavy modules are loaded after that. */
function untilPainted(): Promise<void> {
	return new Promise(resolve => setTimeout(resolve));
}
