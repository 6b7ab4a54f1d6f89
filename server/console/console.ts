/** Runs the console: joins the terminal, the state and the panes with the server, and takes them down again. */
import {setTimeout as pause} from 'node:timers/promises';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {Problem} from '../../terminal/commands/command.ts';
import {chord, type TermEvent} from '../../terminal/event.ts';
import {FullScreen} from '../../terminal/full-screen.ts';
import {paletteOf} from '../../terminal/palette.ts';
import {PaneManager} from '../../terminal/ui/pane-manager.ts';
import type {OperatorHost} from '../operator/operated-server.ts';
import type {Confirm, Outcome} from '../operator/report.ts';
import {contextOf, goOn, runOperator} from '../operator/run.ts';
import {actionOf} from './keys.ts';
import {layoutOf} from './layout.ts';
import {LogBuffer} from './log-buffer.ts';
import type {ConsoleEffect, ConsoleEvent, ConsoleState, ServerStatus} from './model.ts';
import {panes, type PaneName} from './panes.ts';
import {Sampler} from './sampler.ts';
import {initialState, update} from './update.ts';
import {editedIn} from './views.tsx';

/** The server as the console starts and stops it. */
export type ConsoleHost = OperatorHost & {
	onLine: (line: string) => void;
	onStatus: (status: ServerStatus) => void;
	/** Called when a command ends the program. */
	onQuit: (() => void) | undefined;
	readonly status: ServerStatus;
};

/** `problem`: why the server could not start at all. */
type Leaving = {readonly code: number; readonly why: string; readonly problem?: SafeText};

/** Runs until the operator quits, a signal comes, or the first start fails. */
export async function runConsole(host: ConsoleHost): Promise<Leaving> {
	return new Console(host).run();
}

class Console {
	readonly #host: ConsoleHost;
	readonly #terminal: FullScreen;
	readonly #panes: PaneManager<ConsoleState, PaneName>;
	readonly #log: LogBuffer;
	readonly #sampler: Sampler;
	/** Commands that have asked; the first one's question is on the screen. */
	readonly #asked: Confirm[] = [];
	#state: ConsoleState;
	#isOver = false;
	#leave: (how: Leaving) => void = () => undefined;
	readonly #left = new Promise<Leaving>(resolve => (this.#leave = resolve));

	constructor(host: ConsoleHost) {
		this.#host = host;
		this.#terminal = new FullScreen({
			resized: size => this.#dispatch({type: 'resized', size}),
			ending: code => this.#leave({code, why: 'a signal'}),
		});
		this.#state = {...initialState(this.#terminal.size), colours: this.#terminal.colours};
		this.#log = new LogBuffer(lines => this.#dispatch({type: 'logged', lines}));
		this.#sampler = new Sampler(host, sample => this.#dispatch({type: 'sampled', sample}));
		this.#panes = new PaneManager<ConsoleState, PaneName>({
			panes,
			compositor: this.#terminal.compositor,
			store: {snapshot: () => this.#state},
			dispatch: this.#dispatch,
			isFramed: ({size}) => layoutOf(size).framed,
			paletteOf: ({colours}) => paletteOf('auto', colours),
			typedInto: ({question}) => (question ? 'question' : 'bar'),
			editedIn,
			failed: this.#terminal.crash,
		});
	}

	async run(): Promise<Leaving> {
		const host = this.#host;
		host.onLine = line => this.#log.add(line);
		host.onStatus = server => this.#show(server);
		const quit = {code: 0, why: 'the operator quits'};
		host.onQuit = () => void this.#terminal.answers.then(() => this.#leave(quit));
		this.#takeTerminal();
		this.#panes.update();
		await pause(0); // the first frame is painted before the start, which may take long
		void this.#begin();
		const how = await this.#left;
		this.#isOver = true;
		this.#sampler.stop();
		this.#log.stop();
		this.#panes.close();
		this.#terminal.leave();
		return how;
	}

	/** A server that cannot start at all ends the program: there is nothing to look at. */
	async #begin(): Promise<void> {
		const failed = await this.#host.start();
		if (failed) this.#leave({code: 1, why: '', problem: failed.problem});
		else this.#sampler.start();
	}

	#show(server: ServerStatus): void {
		this.#dispatch({type: 'serverChanged', server});
		if (server.is === 'listening') this.#terminal.title(`chat-tui server :${server.at.port}`);
	}

	readonly #dispatch = (event: ConsoleEvent): void => {
		if (this.#isOver) return;
		const [state, ...effects] = update(this.#state, event, contextOf(this.#host));
		if (state !== this.#state) {
			this.#state = state;
			this.#panes.update();
			this.#terminal.copyView(state.copyView, !state.colours.isColourless);
		}

		for (const effect of effects) this.#perform(effect);
	};

	#perform(effect: ConsoleEffect): void {
		switch (effect.type) {
			case 'run':
				void runOperator(effect.line, this.#host).then(this.#report);
				return;
			case 'answer':
				this.#answer(effect.yes);
				return;
			case 'redraw':
				this.#terminal.redraw();
		}
	}

	#answer(yes: boolean): void {
		const asked = this.#asked.shift();
		if (yes && asked) void goOn(asked, this.#host).then(this.#report);
		else this.#report({lines: [safeText`Nothing was done.`]});
		const [next] = this.#asked;
		if (next) this.#dispatch({type: 'asked', question: next.confirm});
	}

	readonly #report = (outcome: Outcome): void => {
		if ('confirm' in outcome) {
			if (this.#asked.push(outcome) === 1) this.#dispatch({type: 'asked', question: outcome.confirm});
		} else if (isProblem(outcome)) this.#dispatch({type: 'refused', problem: outcome.problem});
		else {
			this.#dispatch({type: 'reported', lines: outcome.lines});
			if (outcome.copyView) this.#dispatch({type: 'copyViewChanged', copyView: outcome.copyView});
		}
	};

	#takeTerminal(): void {
		const terminal = this.#terminal;
		terminal.mouse(false); // so that it selects text: the join line is there to be copied
		terminal.enter();
		terminal.title('chat-tui server');
		terminal.onEvent = this.#take;
	}

	readonly #take = (event: TermEvent): Promise<void> | undefined => {
		if (event.type === 'background') this.#dispatch({type: 'backgroundTold', background: event.background});
		if (this.#state.copyView) {
			if (['key', 'text'].includes(event.type))
				this.#dispatch({type: 'copyViewChanged', copyView: undefined});
			return undefined;
		}

		const hasQuestion = this.#state.question !== undefined;
		if (event.type === 'paste') this.#dispatch({type: 'pasted', text: event.text});
		if (event.type === 'text' && !hasQuestion) this.#panes.type(event.text);
		if (event.type === 'text' && hasQuestion)
			this.#dispatch({type: 'acted', action: {press: event.text.toLowerCase()}});
		const action = event.type === 'key' ? actionOf(chord(event), hasQuestion) : undefined;
		if (action !== undefined) this.#dispatch({type: 'acted', action});
		return this.#panes.settled();
	};
}

function isProblem(outcome: Outcome): outcome is Problem {
	return 'problem' in outcome;
}
