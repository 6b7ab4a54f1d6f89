/** Takes the terminal and its keyboard, tells it what is not drawn, and gives it back: what every face of the client does. */
import chalk from 'chalk';
import {coloursIn, type TerminalColours} from './background.ts';
import type {TermEvent} from './event.ts';
import {Input} from './input.ts';
import type {Modes} from './modes.ts';
import {Screen} from './screen.ts';

export class TakenTerminal {
	protected readonly screen: Screen;
	protected readonly input = new Input();

	/** @param ending called once, when a signal or a lost terminal ends the program with this exit code */
	constructor(modes: Modes, ending: (code: number) => void) {
		this.screen = new Screen(modes);
		this.screen.onEnding = ending;
		this.input.onEnd = this.screen.hangUp;
	}

	/** What is known of its colours before it has answered. */
	get colours(): TerminalColours {
		return {...coloursIn(process.env), depth: chalk.level < 2 ? 16 : 256};
	}

	get size(): Screen['size'] {
		return this.screen.size;
	}

	/** Ends the program because of a fault, with the terminal restored. */
	get crash(): (error: unknown) => void {
		return this.screen.crash;
	}

	/** Sets who gets the keys, also those that were pressed before; see {@link Input.onEvent}. */
	set onEvent(handler: (event: TermEvent) => void | Promise<void>) {
		this.input.onEvent = event => {
			if (event.type === 'answered') this.screen.questions.answered();
			return handler(event);
		};
	}

	/** Resolves when the terminal has answered what it was asked; see {@link Questions.answers}. */
	get answers(): Promise<void> {
		return this.screen.questions.answers;
	}

	/** Takes the terminal. */
	enter(): void {
		this.input.start(); // first: the terminal's answers to the modes must not be echoed
		this.screen.enter();
	}

	/** Gives the terminal back. The program may still finish its work; a signal ends it at once. */
	leave(): void {
		this.input.stop(this.screen.isBehind);
		this.screen.leave();
	}

	title(title: string): void {
		this.screen.title = title;
	}

	/** Sets whether clicks and the wheel arrive as events; while they do, most terminals select text only with Shift held. */
	mouse(isOn: boolean): void {
		this.screen.mouse = isOn;
	}

	bell(): void {
		this.screen.bell();
	}

	/** Shows a desktop notification, where the terminal can. */
	notify(by: 'osc9' | 'osc777', text: string): void {
		this.screen.notify(by, text);
	}

	/** Puts a text into the clipboard, where the terminal lets programs do so. */
	copy(text: string): void {
		this.screen.copy(text);
	}

	/** Gives the terminal to another program until that has ended. */
	async lend(run: () => Promise<void>): Promise<void> {
		await this.answers;
		await this.screen.lend(run);
	}

	/** Stops the program, as Ctrl-Z does, until the shell continues it; not before the terminal has answered. */
	suspend(): void {
		void this.answers.then(this.screen.suspend);
	}
}
