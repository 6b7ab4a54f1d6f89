/** Somebody at a client without a terminal: the real state, link and files, against a real server. */
import {formOf} from '../../source/state/model/place.ts';
import {randomBytes} from 'node:crypto';
import {join} from 'node:path';
import type {UserName} from '../../protocol/names.ts';
import {isRefusal, sentence} from '../../protocol/refusals.ts';
import {PROTOCOL} from '../../protocol/server-info.ts';
import type {SafeText} from '../../protocol/text.ts';
import {systemClock, type Clock} from '../../lib/clock.ts';
import {peerFolder} from '../../source/link/client-folder.ts';
import {Link} from '../../source/link/link.ts';
import {FileTransfers} from '../../source/uploads/file-transfers.ts';
import {Peers} from '../../source/peer/peers.ts';
import type {Action} from '../../source/state/model/action.ts';
import type {Effect} from '../../source/state/model/effect.ts';
import type {StateEvent} from '../../source/state/model/event.ts';
import type {Credentials} from '../../source/state/model/credentials.ts';
import {initialState} from '../../source/state/model/initial.ts';
import {perform, type Environment} from '../../source/client/perform.ts';
import type {State} from '../../source/state/model/state.ts';
import {createStore, type Store} from '../../source/state/runtime/store.ts';
import {markOf, partnerIn} from '../../source/state/chats/conversations.ts';
import {linesOf} from '../../source/state/chats/sessions.ts';
import {contactRows} from '../../source/state/chats/contacts.ts';
import {dialogView, NONE} from '../../source/state/dialogs/dialogs.ts';
import {pickerView} from '../../source/state/pickers/list-dialog.ts';
import {isPicker} from '../../source/state/keyboard/scope.ts';
import {headingOf, statusOf} from '../../source/state/view/status.ts';
import {transcriptRows} from '../../source/state/transcript/transcript.ts';
import {rowText} from './client.ts';

const DEVICE = {device: 'a1b2c3d4', start: '0', next: 1};
const SIZE = {columns: 80, rows: 24};

export class Person {
	readonly name: string;
	/** Everything that came to stand on the screen, in order: messages as `alice: hi`, sentences, hints, dialogs. */
	readonly told: string[] = [];
	rang = 0;
	readonly store: Store;
	readonly link: Link;
	readonly peers: Peers;
	readonly files: FileTransfers;
	private readonly linked: Promise<Link>;
	private readonly shown = new Set<string>();
	private readonly watching = new Set<() => void>();
	private readonly timers = new Map<string, () => void>();
	private left = false;

	/**
	 * @param home the folder of this client's own files: the same one again is the same machine
	 * @param peerClock of the channels to other clients
	 */
	constructor(name: string, home: string, ownCertificate: string, peerClock: Clock = systemClock) {
		this.name = name;
		this.link = new Link({
			home: join(home, name),
			ownCertificate,
			insecurePlaintext: false,
			clock: systemClock,
			dispatch: event => this.hears(event),
		});
		this.linked = Promise.resolve(this.link);
		this.peers = new Peers({
			privateFolders: [join(home, name)],
			downloads: join(home, name, 'downloads'),
			folderOf: (address, user) => peerFolder(join(home, name), address, user),
			server: this.link,
			clock: peerClock,
			dispatch: event => this.hears(event),
		});
		this.files = new FileTransfers({
			server: this.link,
			clock: peerClock,
			downloads: join(home, name, 'downloads'),
			dispatch: event => this.hears(event),
		});
		const outside: Environment = {
			link: this.linked,
			peers: Promise.resolve(this.peers),
			files: Promise.resolve(this.files),
			terminal: {
				bell: () => {
					this.rang++;
				},
				notify: () => undefined,
				title: () => undefined,
				mouse: () => undefined,
				copy: () => undefined,
				suspend: () => undefined,
				lend: async () => undefined,
				redraw: () => undefined,
			},
			after: (key, milliseconds, fn) => this.later(key, milliseconds, fn),
			host: async () => ({problem: 'Not here.' as SafeText}),
			readThemes: async () => ({names: []}),
			keepSettings: async () => undefined,
			demo: () => undefined,
			quit: () => void this.leaves(),
		};
		this.store = createStore({
			state: initialState(SIZE, {...DEVICE, start: randomBytes(3).toString('hex')}),
			clock: {
				now: () => Date.now(),
				uptime: () => performance.now(),
				after: (milliseconds, fn) => this.later('frame', milliseconds, fn),
			},
			perform: (effect: Effect, dispatch) => perform(effect, outside, dispatch),
		});
		this.store.subscribe(() => this.look());
	}

	get state(): State {
		return this.store.snapshot();
	}

	/** Enters, as when the form is filled in and sent. */
	async enters(credentials: Credentials): Promise<void> {
		this.hears({type: 'started', known: [], go: credentials});
		await this.until(() => this.isSettled() || this.state.dialogs.length > 0);
	}

	/** In a form; or in the chat, with the key for private chats. */
	private isSettled(): boolean {
		const {place, identity} = this.state;
		return place.at === 'form' || (place.at === 'chat' && identity !== undefined);
	}

	hears(event: StateEvent): void {
		if (this.left) return;
		this.store.dispatch(event);
		this.look();
	}

	presses(...actions: Action[]): void {
		for (const action of actions) this.hears({type: 'acted', action});
	}

	/** Takes the keyboard to the dialog that opened by itself, if one did, as soon as that can be, and presses them. */
	async answers(...actions: Action[]): Promise<void> {
		await this.until(() => dialogView(this.state)?.chosen !== NONE);
		this.presses('answer', ...actions);
	}

	/** Types a line and sends it, in place of one that was refused and still stands in the bar. */
	says(line: string): void {
		this.presses('cursorEnd', 'deleteToStart');
		this.hears({type: 'edited', before: line});
		this.presses('accept');
	}

	/** What stands on it now: the list, the heading, the transcript, a list in front of it, and the status line. */
	screen(): string {
		const {state} = this;
		const list = contactRows(state).map(
			({label, presence = '', unread, mentions, muted, pinned}) =>
				`${muted ? '–' : ''}${pinned ? '^' : ''}${label} ${presence} ${mentions > 0 ? `@${mentions} ` : ''}${unread}`,
		);
		const status = statusOf(state);
		const top = state.dialogs.at(-1);
		const picker = top && isPicker(top) ? pickerView(state, top) : undefined;
		const front = picker ? [...picker.rows, picker.label, ...picker.footer] : [];
		return [...list, headingOf(state), ...transcriptRows(state).map(rowText), ...front, status.text].join(
			'\n',
		);
	}

	/** How far one's own messages in the open conversation have come: queued, failed, stored, delivered, read. */
	marks(): Record<string, string> {
		const conversation =
			this.state.open === undefined ? undefined : this.state.conversations.get(this.state.open);
		const stored = conversation?.window.chunks.flat().filter(({from}) => from === this.state.me?.user) ?? [];
		const marks = stored.map(
			message => [message.text, conversation ? markOf(conversation, message.sequence) : ''] as const,
		);
		const queued = conversation?.queued.map(({text, problem}) => [text, problem ?? 'queued'] as const) ?? [];
		return Object.fromEntries([...marks, ...queued].map(([text, mark]) => [text, String(mark)]));
	}

	/** Waits until the next thing that is told, after those waited for before, contains the text; returns where it stands. */
	async sees(text: string, from: number): Promise<number> {
		let at = -1;
		await this.until(() => {
			at = this.told.findIndex((line, index) => index >= from && line.includes(text));
			return at >= 0;
		}, text);
		return at;
	}

	/** Everything that the server has said so far has arrived: it has answered a question that was asked after it. */
	async fence(): Promise<void> {
		const answer = await this.link.request({type: 'hello', protocol: PROTOCOL});
		if (isRefusal(answer)) throw new Error(sentence(answer));
		this.look();
	}

	async until(condition: () => boolean, what = String(condition)): Promise<void> {
		if (condition()) return;
		await new Promise<void>((resolve, reject) => {
			const deadline = setTimeout(() => {
				this.watching.delete(check);
				reject(
					new Error(`${this.name} waited in vain for: ${what}\nwhat was told:\n${this.told.join('\n')}`),
				);
			}, 10_000);
			const check = () => {
				if (!condition()) return;
				clearTimeout(deadline);
				this.watching.delete(check);
				resolve();
			};
			this.watching.add(check);
		});
	}

	/** Closes the client; the account stays signed in on this machine. */
	async leaves(): Promise<void> {
		this.hears({type: 'left'});
		this.left = true;
		for (const cancel of this.timers.values()) cancel();
		const link = await this.linked; // which those who were asked before now wait for as well
		await this.peers.close();
		await link.close();
	}

	/** The link is gone without a goodbye, and does not come back. */
	async vanishes(): Promise<void> {
		this.left = true;
		// What a link does when its process is killed is not among the things it can be asked to do.
		await (this.link as unknown as {session: {end: () => Promise<void>}}).session.end();
	}

	knows(user: string): boolean {
		return this.state.people.has(user as UserName); // a key to look up, whatever it is
	}

	private later(key: string, milliseconds: number, fn: () => void): () => void {
		this.timers.get(key)?.();
		const timer = setTimeout(() => {
			if (!this.left) fn();
		}, milliseconds);
		const cancel = () => clearTimeout(timer);
		this.timers.set(key, cancel);
		return cancel;
	}

	/** Notes what is new on the screen. */
	private look(): void {
		const {conversations, notices, statusMessage, statusMessageAt, place} = this.state;
		const form = formOf(this.state);
		const notice = place.at === 'welcome' ? place.notice : undefined;
		for (const [id, conversation] of conversations) {
			const {window, queued, notices: own} = conversation;
			for (const {id: message, problem} of queued)
				if (problem !== undefined) this.note(`${id} ${message}`, `not sent: ${problem}`);
			for (const {sequence, from, text} of window.chunks.flat())
				this.note(`${id} ${sequence}`, `${from}: ${text}`);
			for (const [at, {text, at: time}] of own.entries())
				this.note(`${id} notice ${at} ${time} ${text}`, text);
			for (const {text} of linesOf({...conversation, notices: []}, partnerIn(this.state, id)))
				this.note(`${id} session ${text}`, text);
		}

		for (const [at, {text, at: time}] of notices.entries()) this.note(`notice ${at} ${time} ${text}`, text);
		const dialog = dialogView(this.state);
		if (dialog) this.note('', dialog.lines.join(' '), 'dialog');
		else this.places.delete('dialog');
		for (const {name, problem} of form?.fields ?? [])
			if (problem) this.note(`field ${name} ${problem}`, problem);
		const fixed = {
			statusMessage,
			form: form?.problem ?? form?.introduction,
			welcome: notice?.type === 'problem' ? notice.text : undefined,
		};
		for (const [where, text] of Object.entries(fixed)) {
			const which = where === 'statusMessage' ? `${text} ${statusMessageAt}` : text; // the same answer may come twice
			if (text) this.note(`${where} ${this.told.length} ${text}`, text, where, which);
			else this.places.delete(where);
		}

		for (const check of [...this.watching]) check();
		if (this.state.place.at === 'chat' && this.state.focused && dialog === undefined) this.follow();
	}

	/** An attentive reader opens whatever has something new; one who looks elsewhere does not. */
	private follow(): void {
		const {conversations, open} = this.state;
		const unread = [...conversations.values()].some(({id, last, read}) => id !== open && last > read);
		if (unread && !this.following) {
			this.following = true;
			setImmediate(() => {
				this.following = false;
				this.presses('conversationUnread');
			});
		}
	}

	private following = false;

	/** Remarks in fixed places count as new when they change; everything else is told once. */
	private note(key: string, text: string, place?: string, which = text): void {
		if (place !== undefined) {
			if (this.places.get(place) === which) return;
			this.places.set(place, which);
		} else {
			if (this.shown.has(key)) return;
			this.shown.add(key);
		}

		this.told.push(text);
	}

	private readonly places = new Map<string, string>();
}
