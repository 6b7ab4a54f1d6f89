/** Draws a line being edited, or several rows: ink-text-input types before the cursor, the text behind it is drawn here. */
import {useEffect, useLayoutEffect} from 'react';
import {Box, Text} from 'ink';
import TextInput from 'ink-text-input';
import type {SafeText} from '../../protocol/text.ts';
import {editedRows} from '../layout/edited-rows.ts';
import type {Editor} from '../editor.ts';
import {lineView, MASK} from './line-view.ts';
import type {PaneProps} from './pane-props.ts';

type Props = Pick<PaneProps<unknown>, 'dispatch' | 'cursor' | 'handshake'> & {
	readonly editor: Editor;
	/** The object that the line is part of, a new one after each change: the next key waits until it is rendered. */
	readonly edited: object | undefined;
	/** Whether the line has the keyboard. */
	readonly focus: boolean;
	readonly hidden?: boolean;
	/** First cell of the line in the pane. */
	readonly x: number;
	readonly y: number;
	readonly columns: number;
	/** Rows that the text may take: 1 unless it is given. */
	readonly maxRows?: number;
};

export default function LineInput({maxRows = 1, ...props}: Props) {
	return maxRows > 1 ? <SeveralRows maxRows={maxRows} {...props} /> : <OneRow {...props} />;
}

/** Scrolls sideways under the cursor. */
function OneRow({editor, hidden = false, columns, ...props}: RowProps) {
	const {before, column, after} = lineView(editor, columns, hidden);
	return <Row {...{...props, editor, hidden, columns, before, column, after}} />;
}

/** Wraps, and scrolls under the cursor where the rows are not enough. */
function SeveralRows({editor, columns, maxRows, x, y, ...props}: RowProps & {readonly maxRows: number}) {
	const {above, before, after, below, column} = editedRows(editor, columns - 1, maxRows);
	return (
		<Box flexDirection="column" width={columns} height={maxRows}>
			{above.map((text, at) => (
				<OtherRow key={at} text={text} />
			))}
			<Row {...{...props, editor, columns, before, column, after, x}} y={y + above.length} />
			{below.map((text, at) => (
				<OtherRow key={at} text={text} />
			))}
		</Box>
	);
}

function OtherRow({text}: {readonly text: SafeText}) {
	return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
}

type RowProps = Omit<Props, 'maxRows'>;
/** `before`: what stands before the cursor in the row, of which the last `column` cells are seen. */
type Parts = {readonly before: string; readonly column: number; readonly after: SafeText};

function Row({
	editor,
	edited,
	focus,
	hidden,
	x,
	y,
	columns,
	before,
	column,
	after,
	...pane
}: RowProps & Parts) {
	const {dispatch, cursor, handshake} = pane;
	useEffect(() => (focus && edited ? handshake.ready(edited) : undefined), [edited, focus, handshake]);
	const room = hidden || after !== '' ? 0 : columns - 1 - column;
	useLayoutEffect(() => {
		if (focus) cursor({x: x + column, y, room});
	}, [cursor, focus, x, y, column, room]);
	// The input only ever adds at its end, and deleting is done in the state. It is mounted anew for each text: where its cursor
	// is it keeps in a state of its own, which React may render later than the text, and the next key would land elsewhere.
	const typed = (value: string) =>
		dispatch({type: 'edited', before: editor.before + value.slice(before.length)});
	return (
		<Box width={columns} height={1}>
			<Box width={column} flexShrink={0} justifyContent="flex-end">
				<Text wrap="truncate-start">
					<TextInput
						key={`${editor.revision} ${editor.before.length}`}
						value={before}
						onChange={typed}
						focus={focus}
						showCursor={false}
						{...(hidden && {mask: MASK})}
					/>
				</Text>
			</Box>
			<Text wrap="truncate">{after}</Text>
		</Box>
	);
}
