/** Draws the panes of the console: the server, who is connected, the log, the command bar and the hints. */
import {Box, Text} from 'ink';
import {safeText} from '../../protocol/text.ts';
import {insideOf} from '../../terminal/layout/rectangle.ts';
import Frame from '../../terminal/ui/Frame.tsx';
import type {Look, Palette} from '../../terminal/palette.ts';
import {isAlike} from '../../terminal/ui/is-alike.ts';
import LineInput from '../../terminal/ui/LineInput.tsx';
import type {PaneProps} from '../../terminal/ui/pane-props.ts';
import {usePalette} from '../../terminal/ui/theme.ts';
import {useSelect} from '../../terminal/ui/use-select.ts';
import {commands} from '../operator/commands/index.ts';
import {hintsOf} from './hints.ts';
import {filterOf, logRows} from './log-view.ts';
import type {ConsoleState, Line} from './model.ts';
import {peopleRows, serverRows, type ServerRow} from './server-view.ts';

type Props = PaneProps<ConsoleState>;

type LookOf = (palette: Palette) => Look;

const tones: Readonly<Record<ServerRow['tone'], LookOf>> = {
	good: ({success}) => ({...success, bold: true}),
	bad: ({error}) => error,
	plain: () => ({}),
	faint: ({dim}) => dim,
};

export function ServerPane({store}: Props) {
	const palette = usePalette();
	const rows = useSelect(store, serverRows, isAlike);
	return (
		<Box flexDirection="column">
			{rows.map(({tone, text}, at) => (
				<Text key={at} wrap="truncate" {...tones[tone](palette)}>
					{text}
				</Text>
			))}
		</Box>
	);
}

export function PeoplePane({store, columns, rows, framed}: Props) {
	const {width, height} = insideOf({column: 0, row: 0, width: columns, height: rows}, framed);
	const shown = useSelect(store, state => peopleRows(state, width, height), isAlike);
	const count = useSelect(store, ({sample}) => sample?.counters.connections ?? 0);
	const {dim} = usePalette();
	const more = count - (shown.length - 1);
	return (
		<Frame
			{...{columns, rows, framed}}
			title={safeText`Connected`}
			footer={shown.length > 1 && more > 0 ? safeText`${more} more; /users lists all` : undefined}
		>
			{/* One text for all: the rows, cut to their width, change every second. */}
			<Text {...dim}>{shown[0]}</Text>
			<Text>{shown.slice(1).join('\n')}</Text>
		</Frame>
	);
}

const kinds: Readonly<Record<Line['kind'], LookOf>> = {
	log: () => ({}),
	asked: () => ({bold: true}),
	said: ({accent}) => accent,
	problem: ({error}) => error,
};

/** The date and time before what happened. */
const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: [+-]\d\d:\d\d)? /;

export function LogPane({store, columns, rows, framed}: Props) {
	const {width, height} = insideOf({column: 0, row: 0, width: columns, height: rows}, framed);
	const shown = useSelect(store, state => logRows(state, width, height), isAlike);
	const filter = useSelect(store, filterOf);
	const below = useSelect(store, state => state.below);
	const palette = usePalette();
	const title = filter.trim() === '' ? safeText`Log` : safeText`Log: only “${filter.trim()}”`;
	return (
		<Frame
			{...{columns, rows, framed, title}}
			footer={below > 0 ? safeText`${below} below` : undefined}
			fromBottom
		>
			{shown.map(({kind, text}, at) => {
				const [time = ''] = (kind === 'log' && TIME.exec(text)) || [];
				return (
					<Text key={at} wrap="truncate" {...kinds[kind](palette)}>
						<Text {...palette.dim}>{time}</Text>
						{text.slice(time.length) || ' '}
					</Text>
				);
			})}
		</Frame>
	);
}

const PROMPT = '› ';

export function BarPane({store, columns, rows, framed, ...pane}: Props) {
	const {column, row, width} = insideOf({column: 0, row: 0, width: columns, height: rows}, framed);
	const {accent} = usePalette();
	const editor = useSelect(store, ({bar}) => bar);
	const edited = useSelect(store, editedIn);
	return (
		<Frame {...{columns, rows, framed}} marked={edited !== undefined}>
			<Box width={width} height={1}>
				<Text {...accent} bold>
					{PROMPT}
				</Text>
				<LineInput
					{...{...pane, editor, edited}}
					focus={edited !== undefined}
					x={column + PROMPT.length}
					y={row}
					columns={width - PROMPT.length}
				/>
			</Box>
		</Frame>
	);
}

/** Returns what the keyboard edits. */
export function editedIn({question, bar}: ConsoleState): object | undefined {
	return question ? undefined : bar;
}

export function HintsPane({store}: Props) {
	const {tone, text} = useSelect(store, selectHints, isAlike);
	const palette = usePalette();
	return (
		<Text wrap="truncate" {...palette[tone === 'warning' ? tone : 'dim']}>
			{` ${text}`}
		</Text>
	);
}

const selectHints = (state: ConsoleState) => hintsOf(state, {commands});
