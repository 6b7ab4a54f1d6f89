/** Draws the open conversation: colours the rows that the state lays out. */
import {Text} from 'ink';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {Mark} from '../state/chats/conversations.ts';
import {insideOf} from '../../terminal/layout/rectangle.ts';
import type {State} from '../state/model/state.ts';
import {belowScreen, headingOf} from '../state/view/status.ts';
import {PROGRAM_MARK, type Row} from '../state/transcript/rows.ts';
import type {Piece} from '../state/transcript/pieces.ts';
import {transcriptRows} from '../state/transcript/transcript.ts';
import type {Look, Palette, Role} from '../../terminal/palette.ts';
import {hyperlink} from '../../terminal/hyperlink.ts';
import {width} from '../../terminal/width.ts';
import Frame from '../../terminal/ui/Frame.tsx';
import {isAlike} from '../../terminal/ui/is-alike.ts';
import type {PaneProps} from '../../terminal/ui/pane-props.ts';
import {nameLook, toneRole, usePalette} from '../../terminal/ui/theme.ts';
import {useSelect} from '../../terminal/ui/use-select.ts';
import {keysOf} from '../state/keyboard/reminders.ts';

export default function Transcript({store, columns, rows, framed}: PaneProps<State>) {
	const shown = useSelect(store, selectRows, isAlike);
	const title = useSelect(store, headingOf);
	const footer = useSelect(store, footerOf);
	const marked = useSelect(store, ({pane}) => pane === 'transcript');
	const inside = insideOf({column: 0, row: 0, width: columns, height: rows}, framed).width;
	return (
		<Frame {...{columns, rows, framed, title, footer, marked}} fromBottom>
			{shown.map((row, at) => (
				<Line key={at} row={row} columns={inside} />
			))}
		</Frame>
	);
}

const selectRows = (state: State) => transcriptRows(state);

/** Returns a footer that says how many messages are below the screen. */
function footerOf(state: State): SafeText | undefined {
	const below = belowScreen(state);
	return below > 0 ? safeText`${below} below · ${keysOf('bar', 'scrollEnd')}` : undefined;
}

const marks: Readonly<Record<Mark, string>> = {
	queued: '…',
	failed: '✗',
	stored: '✓',
	delivered: '✓✓',
	read: '✓✓',
};

const markLooks: Readonly<Record<Mark, (palette: Palette) => Look>> = {
	queued: ({dim}) => dim,
	failed: ({error}) => error,
	stored: () => ({}),
	delivered: () => ({}),
	read: ({success}) => ({...success, bold: true}),
};

/** Stands before the mark of the chosen failed message, so that it is visible without colours. */
const CHOSEN = '›';

function Line({row, columns}: {readonly row: Row; readonly columns: number}) {
	const palette = usePalette();
	switch (row.type) {
		case 'sender':
			return (
				<Text wrap="truncate">
					<Text {...palette.dim}>{row.time}</Text>
					<Text {...nameLook(palette, row.from)} bold>
						{row.text}
					</Text>
				</Text>
			);
		case 'message':
			return <MessageLine row={row} columns={columns} />;
		case 'more':
			return (
				<Text wrap="truncate" inverse={row.chosen === true}>
					{' '.repeat(row.indent)}
					<Said row={row} />
					<Remark row={row} />
				</Text>
			);
		case 'quote':
			return (
				<Text {...palette.dim} wrap="truncate">
					{' '.repeat(row.indent) + row.text}
				</Text>
			);
		case 'reactions':
			return <Text wrap="truncate">{' '.repeat(row.indent) + row.text}</Text>;
		case 'day':
			return (
				<Text {...palette.dim} wrap="truncate">
					{row.text}
				</Text>
			);
		case 'new':
			return (
				<Text {...palette.warning} wrap="truncate">
					{row.text}
				</Text>
			);
		case 'notice':
			return (
				<Text {...palette[toneRole[row.tone]]} wrap="truncate">
					{(row.begins ? PROGRAM_MARK : ' '.repeat(PROGRAM_MARK.length)) + row.text}
				</Text>
			);
		case 'typing':
			return (
				<Text {...palette.dim} wrap="truncate">
					{PROGRAM_MARK + row.text}
				</Text>
			);
		default:
			return row satisfies never;
	}
}

type MoreRow = Extract<Row, {readonly type: 'more'}>;

function Remark({row: {remark, chosen}}: {readonly row: MessageRow | MoreRow}) {
	const palette = usePalette(chosen === true);
	return remark === undefined ? null : <Text {...palette.dim}>{remark}</Text>;
}

const codeRole = {
	edge: 'frame',
	comment: 'dim',
	string: 'success',
	number: 'warning',
	keyword: 'accent',
} as const satisfies Record<NonNullable<Piece['code']>, Role>;

/** Draws the text of a row: mentions of the user stand out, and links can be clicked. */
function Said({row: {text, pieces, isAction, chosen}}: {readonly row: MessageRow | MoreRow}) {
	const palette = usePalette(chosen === true);
	if (!pieces) return isAction ? <Text italic>{text}</Text> : text;
	return (
		<Text italic={isAction === true}>
			{pieces.map((piece, at) => (
				<Text
					key={at}
					{...(piece.code && palette[codeRole[piece.code]])}
					{...(piece.isMention && palette.mention)}
					underline={piece.link !== undefined || piece.isFound === true}
					{...(piece.isFound && {bold: true})}
				>
					{piece.link === undefined ? piece.text : hyperlink(piece.text, piece.link)}
				</Text>
			))}
		</Text>
	);
}

type MessageRow = Extract<Row, {readonly type: 'message'}>;

function MessageLine({row, columns}: {readonly row: MessageRow; readonly columns: number}) {
	const {time, from, own, isContinued, text, remark = '', mark, chosen = false} = row;
	const palette = usePalette(chosen);
	const sender = isContinued ? ' '.repeat(width(row.sender)) : row.sender;
	const sign = (chosen ? CHOSEN : '') + (mark ? marks[mark] : '');
	const gap = columns - width(time) - width(sender) - width(text + remark) - width(sign);
	return (
		<Text wrap="truncate" inverse={chosen}>
			<Text {...palette.dim}>{time}</Text>
			<Text {...nameLook(palette, from)} bold={own}>
				{sender}
			</Text>
			<Said row={row} />
			<Remark row={row} />
			{' '.repeat(Math.max(0, gap))}
			<Text {...(mark && markLooks[mark](palette))}>{sign}</Text>
		</Text>
	);
}
