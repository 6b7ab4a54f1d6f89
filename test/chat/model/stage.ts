/** Plays a story on the rules and in the simple chat at once, and wants them to agree after every step. */
import {expect} from 'vitest';
import type {UserName} from '../../../protocol/names.ts';
import {isRefusal} from '../../../protocol/refusals.ts';
import type {Request} from '../../../protocol/index.ts';
import type {SignedIn} from '../../../protocol/sign-in.ts';
import type {Facts} from '../../../server/chat/rule.ts';
import {decide} from '../../../server/chat/index.ts';
import {apply, emptyState, slices, type SliceName} from '../../../server/chat/state.ts';
import {Rules, secretOf, type Seat} from '../../harness/rules.ts';
import {keptOut} from './administration.ts';
import {Audience, type Seated} from './audience.ts';
import {comeIn, isBlocked, loseLink, restart, wait, wrongPassword} from './comings-and-goings.ts';
import {disorder, gaps} from './disorder.ts';
import {expected} from './expected.ts';
import {noticed} from './noticed.ts';
import {overview} from './overview.ts';
import {identityOf, nameOf} from './private-chats.ts';
import type {AskedRequest, Asker} from './rows.ts';
import {IDLE_LIMIT, SimpleChat} from './simple-chat.ts';
import {ADMIN, PEOPLE, type Step, type StepOf} from './steps.ts';

type Row = (chat: SimpleChat, asker: Asker, request: Request) => object;
type Playing = {[H in Step['happens']]: (step: StepOf<H>) => Promise<void> | void};

export class Stage {
	readonly rules = new Rules({idleLimit: IDLE_LIMIT});
	private readonly simple = new SimpleChat(this.rules.now);
	private readonly audience = new Audience();
	private readonly sent = new Map<UserName, AskedRequest[]>();

	/** Everybody has an account, and all but the last are at a screen. */
	static async open(): Promise<Stage> {
		const stage = new Stage();
		for (const user of PEOPLE) {
			const password = `hash of ${user}${user}`;
			stage.rules.happen([{type: 'accountCreated', user, password, at: stage.rules.now}]);
			stage.simple.accounts.push(user);
		}

		stage.rules.happen([{type: 'adminAppointed', user: ADMIN, by: 'operator', at: stage.rules.now}]);
		stage.simple.admins.add(ADMIN);
		for (const user of PEOPLE.slice(0, -1)) {
			stage.rules.happen([{type: 'identityRegistered', user, ...identityOf(user), at: stage.rules.now}]);
			stage.simple.identities.add(user);
		}

		for (const by of PEOPLE.slice(0, -1)) {
			await stage.play({happens: 'enter', by, as: 'screen', how: 'password'});
		}

		return stage;
	}

	async play(step: Step): Promise<void> {
		this.simple.asking = undefined;
		this.simple.askingByScript = undefined;
		const play = this.playing[step.happens] as (step: Step) => Promise<void> | void; // the key is the step's own
		await play(step);
		this.wantsAgreement();
	}

	/** Nothing is in the state that is not in the journal, and the journal has no gaps. */
	wantsTheJournalToTellAll(): void {
		const {state, journal} = this.rules;
		const again = emptyState();
		for (const event of journal) apply(again, event);
		for (const name of Object.keys(slices) as SliceName[]) expect(again[name]).toEqual(state[name]);
		expect(gaps(journal, state)).toEqual([]);
	}

	private readonly playing: Playing = {
		ask: async ({by, as, request}) => this.ask(by, as, request),
		again: async ({by, as, nth}) => {
			const request = this.sent.get(by)?.[nth];
			if (request) await this.ask(by, as, request);
		},
		answer: async ({by, nth, accept}) => {
			const questions = [...this.rules.state.relationships.proposals.values()];
			const question = questions.filter(({to}) => to === by)[nth];
			if (!question) return;
			const {kind, from, room} = question;
			const where = room === undefined ? {} : {room};
			await this.ask(by, 'screen', {type: 'answerQuestion', kind, from, ...where, accept});
		},
		enter: async ({by, as, how}) => {
			if (as === 'script' && this.audience.find(by, as)) return; // one script each is enough
			if (how === 'token') await this.resume({user: by, as});
			else await this.signIn({user: by, as}, how);
		},
		lose: ({by, as}) => {
			const seated = this.audience.find(by, as);
			if (!seated) return;
			this.rules.lose(seated.seat);
			loseLink(this.simple, seated);
		},
		act: ({by}) => {
			const seated = this.audience.find(by, 'screen');
			const standing = this.simple.on.get(by);
			if (!seated || !standing) return;
			this.rules.act(seated.seat);
			Object.assign(standing, {active: this.simple.now, isWarned: false});
		},
		wait: ({milliseconds}) => {
			this.rules.wait(milliseconds);
			wait(this.simple, milliseconds);
		},
		restart: () => {
			this.wantsTheJournalToTellAll();
			this.rules.restart();
			restart(this.simple);
		},
	};

	/** Somebody who has no script asks from their screen; somebody who is not here cannot ask. */
	private async ask(by: UserName, as: Asker['as'], request: AskedRequest): Promise<void> {
		const seated = this.audience.find(by, as) ?? this.audience.find(by, 'screen');
		if (!seated) return;
		if (['send', 'broadcast', 'change'].includes(request.type))
			this.sent.set(by, [...(this.sent.get(by) ?? []), request]);
		this.simple.asking = seated.as === 'screen' ? by : undefined;
		this.simple.askingByScript = seated.as === 'script' ? by : undefined;
		const matched = `hash of ${by}${by}`;
		const whose = request.type === 'resetPassword' ? request.user : by;
		const newPassword = `hash of ${whose}${whose}`;
		const facts = {matched, newPassword, oneTimePassword: 'once', identity: identityOf(by)};
		const named = this.withPrivateChat(request);
		this.wantsDecidingToChangeNothing(seated, named, {
			...facts,
			...this.rules.targetOf(seated.seat, named),
		});
		const answer = await seated.seat.ask(named, facts);
		const row = expected[request.type] as Row; // the key is the request's own type
		this.wantsTheSame(answer, row(this.simple, seated, request));
		if ('token' in answer && answer.token !== undefined) this.simple.tokens.set(by, answer.token);
	}

	/** In a story a private chat has a name. */
	private withPrivateChat(request: AskedRequest): AskedRequest {
		if (!('chat' in request)) return request;
		const chats = [...this.rules.state.privateChats.byId.values()];
		const isIt = (each: (typeof chats)[number]) =>
			nameOf({...each, script: each.script !== undefined}) === request.chat;
		return {...request, chat: chats.find(isIt)?.chat ?? request.chat};
	}

	private wantsDecidingToChangeNothing({seat}: Seated, request: Request, facts: Partial<Facts>): void {
		const {state, now, uptime, policy} = this.rules;
		const {connection, address} = seat;
		const asker = {connection, address, session: state.presence.sessions.get(connection)};
		const drawn = {
			token: '',
			tokenHash: '',
			inviteCode: '',
			secrets: [secretOf('one'), secretOf('other')],
		} as const;
		const before = snapshot(state);
		decide(state, asker, request, {now, uptime, policy, ...drawn, ...facts});
		expect(snapshot(state)).toBe(before);
	}

	private wantsTheSame(answer: object, wanted: object): void {
		if (isRefusal(answer) || isRefusal(wanted)) expect(answer).toEqual(wanted);
		else expect(noticed(answer, wanted)).toEqual(noticed(wanted, wanted));
	}

	private async resume(asker: Asker): Promise<void> {
		const {user, as} = asker;
		const token = this.simple.tokens.get(user);
		const seat = this.rules.seat();
		const request = {type: 'resume', token: token ?? 'none', as, device: `device${user}`} as const;
		const answer = await seat.ask(request, {presented: `hash of ${token}`});
		if (token === undefined) expect(answer).toEqual({refusal: 'badToken'});
		else if (keptOut(this.simple, user)) expect(answer).toEqual(keptOut(this.simple, user));
		else this.wantsToBeIn(answer, asker, seat, 'token');
	}

	private async signIn(asker: Asker, how: 'password' | 'wrong password'): Promise<void> {
		const {user, as} = asker;
		const password = how === 'password' ? user + user : 'wrong';
		const device = `device${user}`;
		const isOneTime = this.simple.oneTime.has(user) && how === 'password';
		if (isOneTime && !isBlocked(this.simple, user) && !keptOut(this.simple, user)) {
			const {answer} = await this.rules.signIn(user, password, {as, device});
			expect(answer).toEqual({refusal: 'newPasswordNeeded'});
		}

		const {seat, answer} = await this.rules.signIn(
			user,
			password,
			{as, device, ...(isOneTime && {newPassword: password})},
			isOneTime ? {newPassword: `hash of ${password}`} : {},
		);
		if (how === 'wrong password') expect(answer).toMatchObject({refusal: wrongPassword(this.simple, user)});
		else if (isBlocked(this.simple, user)) expect(answer).toMatchObject({refusal: 'signInBlocked'});
		else if (keptOut(this.simple, user)) expect(answer).toEqual(keptOut(this.simple, user));
		else {
			this.simple.oneTime.delete(user);
			this.wantsToBeIn(answer, asker, seat, 'password');
		}
	}

	private wantsToBeIn(answer: object, asker: Asker, seat: Seat, how: 'password' | 'token'): void {
		comeIn(this.simple, asker, how);
		this.wantsTheSame(answer, overview(this.simple, asker.user));
		const {token, people} = answer as SignedIn; // by the line before
		if (token !== undefined) this.simple.tokens.set(asker.user, token);
		this.audience.sitDown(asker, seat, people);
	}

	/** Everybody heard exactly what they should, is here if they should be, and has a contact list that is right at once. */
	private wantsAgreement(): void {
		const {rules, simple, audience} = this;
		expect(audience.takeHeard().toSorted()).toEqual(simple.told.splice(0).toSorted());
		audience.rise(rules.state);
		expect(audience.places.toSorted()).toEqual(simple.places.toSorted());
		expect(audience.views.toSorted()).toEqual(simple.views.toSorted());
		expect(disorder(rules.state)).toEqual([]);
	}
}

/** The whole state as text. */
function snapshot(state: object): string {
	return JSON.stringify(state, (_key, value: unknown) =>
		value instanceof Map || value instanceof Set ? [...value] : value,
	);
}
