/** Carries out effects with the link, the terminal and the timers, and answers with events. It has no state. */
import type {Address} from '../../protocol/address.ts';
import {isRefusal} from '../../protocol/refusals.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {isLinkDown} from '../link/failure.ts';
import type {Link} from '../link/link.ts';
import type {Peers} from '../peer/peers.ts';
import type {FileTransfers} from '../uploads/file-transfers.ts';
import {completePath} from './complete-path.ts';
import type {ThemesRead} from './own-themes.ts';
import {openInBrowser} from './open-in-browser.ts';
import {ClientFileError} from '../../lib/client-file-error.ts';
import type {Effect} from '../state/model/effect.ts';
import type {StateEvent} from '../state/model/event.ts';
import type {Hosted} from '../state/model/link.ts';
import type {Settings} from '../state/model/settings.ts';

/** Controls the terminal, apart from what is drawn on it. */
type Terminal = {
	bell(): void;
	notify(by: 'osc9' | 'osc777', text: SafeText): void;
	title(title: SafeText): void;
	mouse(isOn: boolean): void;
	copy(text: string): void;
	suspend(): void;
	lend(run: () => Promise<void>): Promise<void>;
	redraw(): void;
};

export type HostedServer = Hosted & {
	/** Where this machine reaches the server, the best first: a server need not listen on each of them. */
	readonly addresses: readonly Address[];
};

export type Environment = {
	/** Resolves once the link is loaded: the first frame does not wait for it. */
	readonly link: Promise<Link>;
	readonly peers: Promise<Peers>;
	readonly files: Promise<FileTransfers>;
	readonly terminal: Terminal;
	/** Calls `fn` once after so many milliseconds; a later timer with the same key replaces it. */
	readonly after: (key: string, milliseconds: number, fn: () => void) => void;
	/** Starts a server in the background. */
	readonly host: (network: boolean) => Promise<HostedServer | {readonly problem: SafeText}>;
	/** Lists the user's own themes, and reads the one with that name. */
	readonly readThemes: (name: string | undefined) => Promise<ThemesRead>;
	readonly keepSettings: (changed: Partial<Settings>) => Promise<void>;
	readonly demo: () => void;
	readonly quit: () => void;
};

type Dispatch = (event: StateEvent) => void;
type EffectOf<T extends Effect['type']> = Extract<Effect, {readonly type: T}>;
type Performers = {
	readonly [T in Effect['type']]: (effect: EffectOf<T>, outside: Environment, dispatch: Dispatch) => unknown;
};

const performers: Performers = {
	async request({request, shownIn}, {link}, dispatch) {
		const answer = await (await link).request(request);
		if (isLinkDown(answer)) dispatch({type: 'unanswered', request});
		else if (isRefusal(answer)) dispatch({type: 'refused', request, refusal: answer});
		else dispatch({type: 'answered', request, reply: answer, ...(shownIn && {shownIn})} as StateEvent); // the reply to that request
	},
	async send({entry}, {link}) {
		(await link).send(entry);
	},
	async forget({id}, {link}) {
		(await link).forget(id);
	},
	async probeServer({address, account, acceptUnknown}, {link}, dispatch) {
		const found = await (await link).probe(address, acceptUnknown);
		dispatch({type: 'serverProbed', address, ...(account && {account}), ...found});
	},
	async trust({address, fingerprint, account}, {link}, dispatch) {
		const found = await (await link).trust(address, fingerprint);
		dispatch({type: 'serverProbed', address, ...(account && {account}), ...found});
	},
	async signIn({credentials}, {link}) {
		await (await link).signIn(credentials);
	},
	async host({network}, {host, link}, dispatch) {
		const hosted = await host(network);
		if ('problem' in hosted) dispatch({type: 'notHosted', ...hosted});
		else dispatch(await probeOwn(await link, hosted));
	},
	async retryNow(_effect, {link}) {
		(await link).retryNow();
	},
	async signOut(_effect, {link}) {
		await (await link).signOut();
	},
	openPeers: async (effect, {peers}) => (await peers).open(effect),
	async closePeers(_effect, {peers, files}) {
		(await files).close(); // or they would go on as whoever signs in next
		await (await peers).close();
	},
	openChannel: async (effect, {peers}) => (await peers).chats.open(effect),
	dialPeer: async (effect, {peers}) => (await peers).chats.dial(effect),
	renewChannelRelay: async (effect, {peers}) => (await peers).chats.renewRelay(effect),
	tellPeer: async ({chat, message}, {peers}) => (await peers).chats.tell(chat, message),
	closeChannel: async (effect, {peers}) => (await peers).chats.close(effect),
	keepPeer: async ({peer}, {peers}) => (await peers).keep(peer),
	exchangeAnnounced: async (effect, {peers}) => (await peers).exchangeAnnounced(effect),
	friendsAre: async ({friends}, {peers}) => (await peers).friendsAre(friends),
	forgetPeer: async ({user}, {peers}) => (await peers).forget(user),
	keepPrivateText: async ({user, message}, {peers}) => (await peers).keepText(user, message),
	readKeptTexts: async ({user}, {peers}) => (await peers).readKept(user),
	share: async ({path}, {peers}) => (await (await peers).own())?.share(path),
	unshare: async ({name}, {peers}) => (await (await peers).own())?.unshare(name),
	listShared: async (_effect, {peers}) => (await (await peers).own())?.listShared(),
	readProfile: async ({user}, {peers}) => (await (await peers).own())?.readProfile(user),
	saveProfile: async ({fields}, {peers}) => (await (await peers).own())?.saveProfile(fields),
	async setDownloads({folder}, {peers, files}) {
		(await peers).setDownloads(folder);
		(await files).setDownloads(folder);
	},
	upload: async ({conversation, from}, {files}) => (await files).upload(conversation, from),
	download: async (effect, {files}) => (await files).download(effect),
	previewFile: async (effect, {files}) => (await files).preview(effect),
	cancelFile: async ({transfer}, {files}) => (await files).cancel(transfer),
	answerOffer: async (effect, {peers}) => (await peers).asking.answerOffer(effect),
	cancelTransfer: async (effect, {peers}) => (await peers).asking.cancelTransfer(effect),
	askPeer: async (effect, {peers}) => (await peers).asking.ask(effect),
	async completePath({before}, _outside, dispatch) {
		dispatch({type: 'pathsCompleted', before, candidates: await completePath(before)});
	},
	bell: (_effect, {terminal}) => terminal.bell(),
	notify: ({by, text}, {terminal}) => terminal.notify(by, text),
	setTitle: ({title}, {terminal}) => terminal.title(title),
	setMouse: ({on}, {terminal}) => terminal.mouse(on),
	async readThemes({name, isChosen}, {readThemes}, dispatch) {
		dispatch({type: 'themesRead', ...(await readThemes(name)), ...(isChosen && {isChosen})});
	},
	keepSettings: ({changed}, {keepSettings}) => keepSettings(changed),
	async keepDrafts({user, address, changed}, {link}) {
		(await link).keepDrafts(user, address, changed);
	},
	copy: ({text}, {terminal}) => terminal.copy(text),
	async exportChat({conversation, file}, {link}, dispatch) {
		const {exportChat} = await import('./export-chat.ts'); // seldom wanted
		const result = await exportChat(await link, conversation, file);
		dispatch({type: 'exported', conversation, file, result});
	},
	async openLink({link}, _outside, dispatch) {
		if (!(await openInBrowser(link))) dispatch({type: 'linkNotOpened', link});
	},
	async editText({text, conversation}, {terminal}, dispatch) {
		const {editText} = await import('./edit-text.ts'); // seldom wanted
		const edited = await editText(text, async run => terminal.lend(run));
		if ('problem' in edited) dispatch({type: 'textNotEdited', ...edited});
		else dispatch({type: 'textEdited', conversation, before: text, ...edited});
	},
	suspend: (_effect, {terminal}) => terminal.suspend(),
	redraw: (_effect, {terminal}) => terminal.redraw(),
	after: ({key, milliseconds, event}, {after}, dispatch) => after(key, milliseconds, () => dispatch(event)),
	demo: (_effect, {demo}) => demo(),
	quit: (_effect, {quit}) => quit(),
};

/** Carries out one effect. A bug surfaces as an unhandled rejection. */
export function perform<T extends Effect['type']>(
	effect: EffectOf<T>,
	outside: Environment,
	dispatch: Dispatch,
): void {
	const carryOut = performers[effect.type]; // the effect's own type is the key
	void Promise.resolve(carryOut(effect, outside, dispatch)).catch((error: unknown) => {
		if (!(error instanceof ClientFileError)) throw error;
		dispatch({type: 'failed', problem: safeText`${error.message}`});
	});
}

/** Probes this user's own server. A user who has hosted before comes back by the token. */
async function probeOwn(link: Link, {addresses, joinLines}: HostedServer): Promise<StateEvent> {
	let problem = safeText`The server has started, but cannot be reached from this machine.`;
	for (const address of addresses) {
		const seen = await link.probe(address);
		if (seen.found === 'nothing') problem = seen.problem;
		if (seen.found !== 'server') continue;
		if (seen.resumableAs !== undefined) return {type: 'serverProbed', address, ...seen};
		return {type: 'hosted', address, signUp: seen.hello.signUp, joinLines};
	}

	return {type: 'notHosted', problem};
}
