/** Draws a line being edited: ink-text-input types before the cursor, the text behind it is drawn here. */
import {useEffect, useLayoutEffect} from 'react';
import {Box, Text} from 'ink';
import TextInput from 'ink-text-input';
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
};

export default function LineInput({editor, edited, focus, hidden = false, x, y, columns, ...pane}: Props) {
	const {dispatch, cursor, handshake} = pane;
	const {before, column, after} = lineView(editor, columns, hidden);
	useEffect(() => (focus && edited ? handshake.ready(edited) : undefined), [edited, focus, handshake]);
	useLayoutEffect(() => {
		if (focus) cursor({x: x + column, y});
	}, [cursor, focus, x, y, column]);
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
