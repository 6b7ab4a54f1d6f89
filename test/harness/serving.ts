/** The program's server as a process of its own, as people start it, and what it prints. */
import {spawn, type ChildProcess} from 'node:child_process';
import path from 'node:path';
import {onTestFinished} from 'vitest';
import {root} from '../../scripts/project-files.ts';

const program = path.join(root, 'dist/cli.cjs');

export class Serving {
	output = '';
	errors = '';
	/** The exit code, or the name of the signal that ended it. */
	readonly ended: Promise<number | NodeJS.Signals | null>;
	readonly process: ChildProcess;
	private readonly looking = new Set<() => void>();

	/** @param words what stands after `serve` on the command line */
	constructor(...words: string[]) {
		this.process = spawn(process.execPath, [program, 'serve', ...words], {stdio: ['ignore', 'pipe', 'pipe']});
		this.process.stdout?.setEncoding('utf8').on('data', (text: string) => this.heard((this.output += text)));
		this.process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
		this.ended = new Promise(resolve => {
			this.process.on('close', (code, signal) => {
				this.heard('');
				resolve(code ?? signal);
			});
		});
		onTestFinished(async () => {
			this.process.kill('SIGKILL');
			await this.ended;
		});
	}

	/** Waits until something like this was printed; the match. */
	async says(pattern: RegExp): Promise<RegExpExecArray> {
		return new Promise((resolve, reject) => {
			const look = () => {
				const match = pattern.exec(this.output);
				if (match) resolve(match);
				else if (this.process.exitCode === null && this.process.signalCode === null) return;
				else
					reject(
						new Error(`The server ended without saying ${String(pattern)}: ${this.output}${this.errors}`),
					);
				this.looking.delete(look);
			};
			this.looking.add(look);
			look();
		});
	}

	/** The port that it listens on. */
	async port(): Promise<number> {
		return Number((await this.says(/start on \S+:(\d+)/))[1]);
	}

	private heard(_text: string): void {
		for (const look of [...this.looking]) look();
	}
}
