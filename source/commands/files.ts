/** Defines the commands of files: /share, /unshare, /files, /get, /send-file, /transfers and /cancel. */
import path from 'node:path';
import {userName, type UserName} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {say} from '../state/chats/saying.ts';
import {askPeer} from '../state/exchange/asking.ts';
import {findFile, typedNames, withAwaitedFiles} from '../state/exchange/listed-files.ts';
import {transferLine} from '../state/exchange/transfer-text.ts';
import type {AwaitedFiles} from '../state/model/exchange.ts';
import type {State} from '../state/model/state.ts';
import {step, type Step} from '../state/model/step.ts';
import {user} from './addressees.ts';
import {count, optional} from '../../terminal/commands/arguments.ts';
import {exchangeFault, exchangePartner, ownFault} from './exchange.ts';
import {defineCommand, type ArgumentKind, type Context} from './command.ts';
import {localPath} from './paths.ts';

export const share = defineCommand({
	name: 'share',
	group: 'files',
	consequence: 'sends',
	summary: safeText`let your friends fetch a file or a folder; without a path, list what you share`,
	details: [
		safeText`Files go from your client to theirs, encrypted; the server keeps none. Friends can fetch them while you are online.`,
	],
	args: {path: optional(localPath())},
	run: ({path: shared}, {state}) =>
		ownFault(state) ??
		step(state, shared === undefined ? {type: 'listShared'} : {type: 'share', path: shared}),
});

export const unshare = defineCommand({
	name: 'unshare',
	group: 'files',
	consequence: 'ends',
	summary: safeText`do not share a file or a folder any more`,
	args: {name: wholeLine('name', ({state}) => state.exchange.shared)},
	run: ({name}, {state}) => ownFault(state) ?? step(state, {type: 'unshare', name}),
});

export const files = defineCommand({
	name: 'files',
	group: 'files',
	summary: safeText`list the files that a friend shares; without a name, your own`,
	args: {user: optional(exchangePartner())},
	run({user: friend}, {state, me}) {
		if (friend === undefined || friend === me.user)
			return ownFault(state) ?? step(state, {type: 'listShared'});
		return exchangeFault(state, friend) ?? askForList(state, friend, {});
	},
});

export const get = defineCommand({
	name: 'get',
	group: 'files',
	summary: safeText`fetch a file that a friend shares; Tab completes its name once /files has listed it`,
	details: [
		safeText`A file that was interrupted goes on where it stopped. Where several have the same name, type one with its folder.`,
	],
	args: {
		user: exchangePartner(),
		file: wholeLine('file', ({state}, [typed]) => namesKnown(state, typed)),
	},
	run({user: friend, file: typed}, {state}) {
		const fault = exchangeFault(state, friend);
		if (fault) return fault;
		const known = state.exchange.files.get(friend);
		if (!known) return askForList(state, friend, {wanted: typed});
		const found = findFile(friend, known, typed);
		return 'problem' in found ? found : askPeer(state, friend, {type: 'getFile', file: found.file});
	},
});

function namesKnown({exchange}: State, typed: string | undefined): readonly string[] {
	const [, files] = [...exchange.files].find(([name]) => name === typed?.toLowerCase()) ?? [];
	return files ? typedNames(files) : [];
}

function askForList(state: State, friend: UserName, why: Pick<AwaitedFiles, 'wanted'>): Step {
	const {open} = state;
	const awaited = {...why, ...(open !== undefined && {shownIn: open})};
	return askPeer(withAwaitedFiles(state, friend, awaited), friend, {type: 'listFiles'});
}

export const sendFile = defineCommand({
	name: 'send-file',
	aliases: ['sendfile'],
	group: 'files',
	consequence: 'sends',
	summary: safeText`offer a file to a friend, or to the partner of a private chat; it goes once they accept`,
	details: [
		safeText`The path may be quoted, may begin with ~/, and Tab completes it; a file dragged into the terminal pastes it.`,
	],
	args: {user: user(), path: localPath()},
	run({user: friend, path: offered}, {state}) {
		const fault = exchangeFault(state, friend);
		if (fault) return fault;
		const said = say(
			state,
			[safeText`Offering ${path.basename(offered)} to ${friend}; /cancel withdraws the offer`],
			'quiet',
		);
		return askPeer(said, friend, {type: 'offerFile', path: offered});
	},
});

export const transfers = defineCommand({
	name: 'transfers',
	group: 'files',
	summary: safeText`list the files on their way, with their numbers`,
	run(_args, {state}) {
		const lines = state.exchange.transfers.map(one => transferLine(one, state.now));
		if (lines.length === 0) return step(say(state, [safeText`No file is on its way.`]));
		return step(say(state, [safeText`Files on their way; /cancel <number> stops one:`, ...lines]));
	},
});

/** The largest number that a transfer may have. */
const MAX_NUMBER = 999_999;

export const cancel = defineCommand({
	name: 'cancel',
	group: 'files',
	consequence: 'ends',
	summary: safeText`stop a transfer, by its number in /transfers`,
	args: {
		number: optional({
			...count(MAX_NUMBER, 'number'),
			complete: ({state}: Context) => state.exchange.transfers.map(({number}) => String(number)),
		}),
	},
	run({number}, {state}) {
		const all = state.exchange.transfers;
		const [only, ...others] = number === undefined ? all : all.filter(one => one.number === number);
		if (!only)
			return {
				problem:
					number === undefined
						? safeText`No file is on its way.`
						: safeText`No transfer has the number ${number}; /transfers lists them.`,
			};
		if (others.length > 0)
			return {problem: safeText`Type which one: /cancel <number>; /transfers lists them.`};
		const {user: partner, transfer} = only;
		const name = userName(partner);
		if (name === undefined) return step(state, {type: 'cancelFile', transfer});
		return step(state, {type: 'cancelTransfer', user: name, transfer});
	},
});

/** Takes the remainder of the line, which Tab completes as a whole; a name may also be typed as a path is. */
function wholeLine(
	label: string,
	complete: (context: Context, words: readonly string[]) => readonly string[],
): ArgumentKind<string> {
	return {label, rest: true, whole: true, parse: word => ({value: asName(word.trim())}), complete};
}

/** Removes the quotes around a name, and the backslashes before blanks: no name on a list has either. */
function asName(typed: string): string {
	return typed.replace(/^(["'])(.*)\1$/, '$2').replaceAll('\\ ', ' ');
}
