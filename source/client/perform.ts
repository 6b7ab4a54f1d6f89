/** Carries effects out with the link, the terminal and the timers, and answers with events. It keeps nothing. */
import type {Address} from '../../protocol/address.ts';
import {isRefusal} from '../../protocol/refusals.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {isLinkDown} from '../link/failure.ts';
import type {Link} from '../link/link.ts';
import {ClientFileError} from '../../lib/atomic-json-file.ts';
import type {Effect} from '../state/model/effect.ts';
import type {StateEvent} from '../state/model/event.ts';
import type {Settings} from '../state/model/settings.ts';

/** The terminal, apart from what is drawn on it. */
export type Terminal = {
	bell(): void;
	title(title: SafeText): void;
	mouse(isOn: boolean): void;
	copy(text: string): void;
	suspend(): void;
	redraw(): void;
};

export type Hosted = {
	/** Where this machine itself may reach the server, the best first: not every server listens on every address. */
	readonly addresses: readonly Address[];
	readonly joinLines: readonly SafeText[];
};

export type Outside = {
	/** Fulfilled once it has been loaded: the first frame does not wait for it. */
	readonly link: Promise<Link>;
	readonly terminal: Terminal;
	/** Calls `fn` once after so many milliseconds; a later one with the same key takes its place. */
	readonly after: (key: string, milliseconds: number, fn: () => void) => void;
	/** A server in the background, or the sentence that says why there is none. */
	readonly host: (network: boolean) => Promise<Hosted | {readonly problem: SafeText}>;
	readonly keepSettings: (changed: Partial<Settings>) => Promise<void>;
	readonly quit: () => void;
};

type Dispatch = (event: StateEvent) => void;
type EffectOf<T extends Effect['type']> = Extract<Effect, {readonly type: T}>;
type Performers = {
	readonly [T in Effect['type']]: (effect: EffectOf<T>, outside: Outside, dispatch: Dispatch) => unknown;
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
		else dispatch(await lookAtOwn(await link, hosted));
	},
	async retryNow(_effect, {link}) {
		(await link).retryNow();
	},
	async signOut(_effect, {link}) {
		await (await link).signOut();
	},
	bell: (_effect, {terminal}) => terminal.bell(),
	setTitle: ({title}, {terminal}) => terminal.title(title),
	setMouse: ({on}, {terminal}) => terminal.mouse(on),
	keepSettings: ({changed}, {keepSettings}) => keepSettings(changed),
	async keepDrafts({user, address, changed}, {link}) {
		(await link).keepDrafts(user, address, changed);
	},
	copy: ({text}, {terminal}) => terminal.copy(text),
	suspend: (_effect, {terminal}) => terminal.suspend(),
	redraw: (_effect, {terminal}) => terminal.redraw(),
	after: ({key, milliseconds, event}, {after}, dispatch) => after(key, milliseconds, () => dispatch(event)),
	quit: (_effect, {quit}) => quit(),
};

/** A fault of the program surfaces as a rejection that nobody handles. */
export function perform<T extends Effect['type']>(
	effect: EffectOf<T>,
	outside: Outside,
	dispatch: Dispatch,
): void {
	const carryOut = performers[effect.type]; // the effect's own type is the key
	void Promise.resolve(carryOut(effect, outside, dispatch)).catch((error: unknown) => {
		if (!(error instanceof ClientFileError)) throw error;
		dispatch({type: 'failed', problem: safeText`${error.message}`});
	});
}

/** Whoever has hosted here before goes on as the same person. */
async function lookAtOwn(link: Link, {addresses, joinLines}: Hosted): Promise<StateEvent> {
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
