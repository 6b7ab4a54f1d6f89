/** The questions a modal dialog asks: one tagged union, one list in the state, the top one owns every key. */
import type {Address} from '../../protocol/address.ts';
import type {SafeText} from '../../protocol/text.ts';
import type {UserName} from '../../protocol/names.ts';
import type {Question} from '../../protocol/requests.ts';
import type {Effect} from './effect.ts';
import type {Credentials, Fields} from './form.ts';

/** A button of a dialog. `key` is the letter that presses it. */
export type Choice = {readonly key: string; readonly label: SafeText};

/**
 * `chosen`: the button that Enter presses; the harmless one until an arrow key moves it. `cameAt`: when it opened by itself,
 * rather than by what one did.
 */
export type Dialog = {readonly chosen: number; readonly cameAt?: number} & (
	| {readonly type: 'quit'; readonly unsent: number}
	/** Somebody, perhaps oneself elsewhere, is signed in with this account. */
	| {
			readonly type: 'takeOver';
			readonly credentials: Credentials;
			readonly since: number;
			readonly from: SafeText;
	  }
	| {readonly type: 'unknownServer'; readonly address: Address; readonly fingerprint: string}
	| {
			readonly type: 'changedServer';
			readonly address: Address;
			readonly expected: string;
			readonly got: string;
	  }
	/** "Only this machine" or "this network". */
	| {readonly type: 'host'}
	/** The join line, how to stop the server; one button. */
	| {readonly type: 'hosting'; readonly joinLines: readonly SafeText[]}
	/** A command that wants to be confirmed; its computed effects wait here. */
	| {readonly type: 'confirm'; readonly question: SafeText; readonly then: readonly Effect[]}
	/** Somebody asks to be friends, or into a room. */
	| {readonly type: 'question'; readonly question: Question}
	/** A chat with somebody who is not there: a message waits for them. */
	| {readonly type: 'leaveMessage'; readonly user: UserName}
	/** `/password`: old, new and new again. Its fields have the keyboard, so no letter answers it. */
	| {readonly type: 'password'; readonly form: Fields}
);
