/** Declares the state of the console, the events that change it, and the effects that follow. */
import type {SafeText} from '../../protocol/text.ts';
import type {Background, TerminalColours} from '../../terminal/background.ts';
import type {Editor, Edit} from '../../terminal/editor.ts';
import type {TextToCopy} from '../../terminal/layout/join-line.ts';
import type {Size} from '../../terminal/layout/size.ts';
import type {Connected, Counters, Listening} from '../operator/operated-server.ts';

export type ServerStatus =
	| {readonly is: 'starting' | 'stopping'}
	/** `why`: by whom or what for, such as `by /stop`. */
	| {readonly is: 'stopped'; readonly why: SafeText}
	| {readonly is: 'listening'; readonly at: Listening}
	/** It could not start, or ended by itself: the sentence says why. */
	| {readonly is: 'failed'; readonly problem: SafeText};

/** What is read once a second from the running server. `now`: milliseconds since 1970. */
export type Sample = {
	readonly now: number;
	readonly counters: Counters;
	/** Messages per second since the sample before. */
	readonly rate: number;
	/** The first connections, those that are signed in before the others, as they were at that time. */
	readonly people: {readonly at: number; readonly listed: readonly Connected[]};
};

/** A line of the log; `asked`: a command that was typed; `said`: what it came to; `problem`: why it did not. */
export type Line = {readonly kind: 'log' | 'asked' | 'said' | 'problem'; readonly text: SafeText};

/** A question of a command, and which of its buttons is chosen. */
type Question = {readonly text: SafeText; readonly chosen: number};

type Completion = {
	readonly stem: string;
	readonly candidates: readonly string[];
	readonly chosen: number;
};

export type ConsoleState = {
	readonly size: Size;
	/** What the colours depend on. */
	readonly colours: TerminalColours;
	readonly server: ServerStatus;
	readonly sample: Sample | undefined;
	/** Oldest first. */
	readonly lines: readonly Line[];
	/** Only lines of the log that contain it are shown; empty: all. */
	readonly filter: string;
	/** How many shown lines are below the screen. */
	readonly below: number;
	readonly bar: Editor;
	/** Lines that were entered, which of them is in the bar (their number: none), and the line typed before. */
	readonly recall: {readonly lines: readonly string[]; readonly at: number; readonly draft: string};
	readonly completion: Completion | undefined;
	readonly message: SafeText | undefined;
	readonly question: Question | undefined;
	/** Stands alone on the screen until a key is pressed. */
	readonly copyView: TextToCopy | undefined;
};

export type ConsoleAction =
	| Edit
	| 'submit'
	| 'complete'
	| 'completeBack'
	| 'recallPrevious'
	| 'recallNext'
	| 'pageUp'
	| 'pageDown'
	| 'scrollTop'
	| 'scrollEnd'
	| 'cancel'
	| 'interrupt'
	| 'quit'
	| 'help'
	| 'redraw'
	| 'suspend'
	| 'choicePrevious'
	| 'choiceNext'
	| 'accept'
	| 'refuse'
	| {readonly press: string};

export type ConsoleEvent =
	| {readonly type: 'resized'; readonly size: Size}
	/** The terminal has told its background. */
	| {readonly type: 'backgroundTold'; readonly background: Background}
	| {readonly type: 'acted'; readonly action: ConsoleAction}
	| {readonly type: 'edited'; readonly before: string}
	| {readonly type: 'pasted'; readonly text: string}
	| {readonly type: 'logged'; readonly lines: readonly SafeText[]}
	| {readonly type: 'sampled'; readonly sample: Sample}
	| {readonly type: 'serverChanged'; readonly server: ServerStatus}
	/** A command is done. */
	| {readonly type: 'reported'; readonly lines: readonly SafeText[]}
	| {readonly type: 'refused'; readonly problem: SafeText}
	/** A text stands alone on the screen, or no longer. */
	| {readonly type: 'copyViewChanged'; readonly copyView: TextToCopy | undefined}
	| {readonly type: 'asked'; readonly question: SafeText};

export type ConsoleEffect =
	| {readonly type: 'run'; readonly line: string}
	/** Goes on with what was asked, or not. */
	| {readonly type: 'answer'; readonly yes: boolean}
	| {readonly type: 'redraw'};

export type ConsoleStep = readonly [ConsoleState, ...ConsoleEffect[]];
