/** A terminal emulator in this process: what a person would see after what a program wrote. */
import unicode11 from '@xterm/addon-unicode11';
import headless, {type Terminal} from '@xterm/headless';

/** Colours are palette numbers, 0xrrggbb, or undefined for the terminal's own. */
export type ScreenCell = {
	readonly text: string;
	readonly width: number;
	readonly foreground: number | undefined;
	readonly background: number | undefined;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly italic: boolean;
	readonly underline: boolean;
	readonly inverse: boolean;
};

export class EmulatedScreen {
	/** Whether the cursor is to be seen. */
	isCursorShown = true;
	title = '';
	bells = 0;
	/** What was shown on the desktop: the sequences OSC 9 and OSC 777, without what begins and ends them. */
	readonly notifications: string[] = [];
	/** What it answers to the question for its background, such as `rgb:ffff/ffff/ffff`; undefined: nothing. */
	background: string | undefined;
	readonly terminal: Terminal;

	constructor(columns = 80, rows = 24) {
		this.terminal = new headless.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 100});
		this.terminal.loadAddon(new unicode11.Unicode11Addon());
		this.terminal.unicode.activeVersion = '11';
		this.terminal.onTitleChange(title => (this.title = title));
		this.terminal.onBell(() => this.bells++);
		this.terminal.parser.registerOscHandler(11, question => {
			if (question === '?' && this.background !== undefined)
				this.terminal.input(`\x1b]11;${this.background}\x07`, false);
			return true;
		});
		for (const number of [9, 777]) {
			this.terminal.parser.registerOscHandler(number, text => {
				this.notifications.push(`${number};${text}`);
				return true;
			});
		}

		for (const final of ['h', 'l']) {
			this.terminal.parser.registerCsiHandler({prefix: '?', final}, parameters => {
				if (parameters.includes(25)) this.isCursorShown = final === 'h';
				return false;
			});
		}
	}

	/** Shows what a program writes; resolves when it is on the screen. */
	print(text: string): Promise<void> {
		return new Promise(resolve => {
			this.terminal.write(text, resolve);
		});
	}

	/** The row `y`, from 0, without the blanks at its end. */
	line(y: number): string {
		const {active} = this.terminal.buffer;
		return (
			active
				.getLine(active.baseY + y)
				?.translateToString()
				.trimEnd() ?? ''
		);
	}

	screen(): string[] {
		return Array.from({length: this.terminal.rows}, (_, y) => this.line(y));
	}

	text(): string {
		return this.screen().join('\n');
	}

	cursor(): {x: number; y: number} {
		const {cursorX, cursorY} = this.terminal.buffer.active;
		return {x: cursorX, y: cursorY};
	}

	get buffer(): 'alternate' | 'normal' {
		return this.terminal.buffer.active.type;
	}

	get modes(): Terminal['modes'] {
		return this.terminal.modes;
	}

	/** The cell at column `x` and row `y`, both from 0; the right half of a wide character has no text and width 0. */
	cell(x: number, y: number): ScreenCell {
		const {active} = this.terminal.buffer;
		const cell = active.getLine(active.baseY + y)?.getCell(x);
		if (cell === undefined) throw new RangeError(`no cell at column ${x}, row ${y}`);
		return {
			text: cell.getChars(),
			width: cell.getWidth(),
			foreground: cell.isFgDefault() ? undefined : cell.getFgColor(),
			background: cell.isBgDefault() ? undefined : cell.getBgColor(),
			bold: cell.isBold() !== 0,
			dim: cell.isDim() !== 0,
			italic: cell.isItalic() !== 0,
			underline: cell.isUnderline() !== 0,
			inverse: cell.isInverse() !== 0,
		};
	}

	/** Every cell of the screen, row by row. */
	cells(): ScreenCell[][] {
		const {rows, cols} = this.terminal;
		return Array.from({length: rows}, (_, y) => Array.from({length: cols}, (_, x) => this.cell(x, y)));
	}

	resize(columns: number, rows: number): void {
		this.terminal.resize(columns, rows);
	}
}
