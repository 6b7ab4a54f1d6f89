/** Handles what the peer layer tells of files and profiles: lists, offers, transfers, profiles, failures. */
import {notify} from '../presence/notify.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {showCompletedPaths} from '../actions/completing.ts';
import {answer, say, setStatusMessage, shortened} from '../chats/saying.ts';
import {MAX_OFFERS, offersOf, queueOffer, withoutOffer} from '../dialogs/file-offers.ts';
import {closeProfile, failProfile, fillProfile, profileStep} from '../dialogs/profile-form.ts';
import {askPeer, withAnswer, withAsked, withProfileAnswer} from '../exchange/asking.ts';
import {fileLines, findFile, withAwaitedFiles, withFiles} from '../exchange/listed-files.ts';
import {profileLines} from '../exchange/profile-text.ts';
import {endText} from '../exchange/transfer-text.ts';
import {withTransfer} from '../exchange/transfers.ts';
import type {EventOf} from '../model/event.ts';
import type {ExchangeEvent} from '../model/exchange.ts';
import type {State} from '../model/state.ts';
import {step, type Handlers, type Step} from '../model/step.ts';

/** Shows the list where it was asked for, or goes on to fetch the file that was wanted from it. */
function listed(state: State, {user, files}: EventOf<'filesListed'>): Step {
	const awaited = state.exchange.awaited.get(user);
	const answered = withAnswer(state, user, 'listFiles');
	const held = withAwaitedFiles(withFiles(answered, user, files), user, undefined);
	if (awaited?.wanted === undefined) {
		if (!awaited) return step(held);
		const lines = files.length > 0 ? fileLines(files) : [safeText`${user} shares no files with you`];
		const heading = files.length > 0 ? [safeText`Files of ${user}; /get ${user} <file> fetches one:`] : [];
		return step(answer(held, [...heading, ...shortened(lines)], 'info', awaited.shownIn));
	}

	const found = findFile(user, files, awaited.wanted);
	if ('problem' in found) return step(answer(held, [found.problem], 'bad', awaited.shownIn));
	return askPeer(held, user, {type: 'getFile', file: found.file});
}

function sharedText({names, change}: EventOf<'sharedListed'>): readonly SafeText[] {
	if (change)
		return change.isShared
			? [safeText`Your friends can fetch ${change.name} now; /unshare ${change.name} ends that`]
			: [safeText`${change.name} is not shared any more`];
	if (names.length === 0) return [safeText`You share no files; /share <path> shares a file or a folder`];
	return [safeText`You share with your friends:`, ...shortened(names)];
}

/** Queues the dialog of an offer. The user's client allows fewer than that; beyond it, an offer is declined. */
function offered(state: State, {user, offer}: EventOf<'fileOffered'>): Step {
	return offersOf(state, user).length < MAX_OFFERS
		? notify(queueOffer(state, user, offer), safeText`${user} offers you ${offer.name}`)
		: step(state, {type: 'answerOffer', user, offer: offer.id, accept: false});
}

function shown(state: State, event: EventOf<'profileShown'>): Step {
	const {source, profile} = event;
	if (source !== 'own') return step(say(withProfileAnswer(state, profile.user), profileLines(event, state)));
	if (profileStep(state) !== 'saving') return step(fillProfile(state, profile));
	const text = safeText`Your profile is saved as version ${profile.version}; your friends can see it`;
	return step(say(closeProfile(state), [text], 'good'));
}

export const exchange: Handlers<ExchangeEvent['type']> = {
	filesListed: listed,
	sharedListed(state, event) {
		const shared = event.names;
		return step(say({...state, exchange: {...state.exchange, shared}}, sharedText(event)));
	},
	fileOffered: offered,
	offerWithdrawn(state, {user, offer: id}) {
		const gone = offersOf(state, user).find(({offer}) => offer.id === id);
		if (!gone) return step(state);
		const text = safeText`${user} does not offer ${gone.offer.name} any more`;
		return step(say(withoutOffer(state, user, id), [text]));
	},
	transferMoved(state, {user, transfer}) {
		const answered = withAnswer(state, user, transfer.direction === 'in' ? 'getFile' : 'offerFile');
		const moved = withTransfer(answered, user, transfer);
		const end = endText(user, transfer, state.folders.home);
		return step(end ? say(moved, [end], transfer.status === 'done' ? 'good' : 'bad', state.open) : moved);
	},
	exchangeFailed(state, {user, problem}) {
		const waits = profileStep(state);
		if (user === undefined && waits !== undefined && waits !== 'editing')
			return step(failProfile(state, problem));
		const where = user && state.exchange.awaited.get(user)?.shownIn;
		const free = user ? withAsked(withAwaitedFiles(state, user, undefined), user, undefined) : state;
		return step(say(free, [problem], 'bad', where ?? state.open));
	},
	askExpired(state, {user}) {
		if (!state.exchange.asked.has(user)) return step(state);
		const text = safeText`${user}'s client does not answer; try again later.`;
		return step(setStatusMessage(withAsked(state, user, undefined), text));
	},
	profileShown: shown,
	noProfileCopy(state, {user}) {
		if (user === state.me?.user) return step(fillProfile(state));
		const text = safeText`There is no copy of ${user}'s profile here; ask when ${user} is online, or /relay <friend> ${user}`;
		return step(say(state, [text]));
	},
	pathsCompleted: showCompletedPaths,
};
