/** Draws a card: a first screen or a dialog. */
import {useLayoutEffect} from 'react';
import {Box, Text} from 'ink';
import {width} from '../width.ts';
import {FRAME, shownRows, type Card, type CardRow, type Span} from './card.ts';
import Frame from './Frame.tsx';
import {isAlike} from './is-alike.ts';
import LineInput from './LineInput.tsx';
import type {PaneProps} from './pane-props.ts';
import {toneRole, usePalette} from './theme.ts';
import {useSelect} from './use-select.ts';

/**
 * Returns the pane component of a card.
 * @param cardOf returns undefined while the card is not shown
 */
export default function cardPane<S>(
	cardOf: (state: S) => Card | undefined,
	editedIn: (state: S) => object | undefined,
) {
	return function CardPane(pane: PaneProps<S>) {
		const card = useSelect(pane.store, cardOf, isAlike);
		return card ? <CardView card={card} editedIn={editedIn} {...pane} /> : null;
	};
}

/** `editedIn`: finds the object that the keyboard edits. */
type CardProps<S> = PaneProps<S> & {readonly editedIn: (state: S) => object | undefined};

function CardView<S>({card, ...pane}: CardProps<S> & {readonly card: Card}) {
	const {columns, rows, cursor} = pane;
	const typed = card.rows.some(row => row.type === 'field' && row.focus);
	useLayoutEffect(() => {
		if (!typed) cursor(null); // else the cursor of a field behind would show
	}, [typed, cursor]);
	return (
		<Frame columns={columns} rows={rows} framed marked title={card.title} footer={card.footer}>
			{shownRows(card, rows - FRAME.rows).map(([index, row], at) => (
				<Row key={index} row={row} y={at + 1} {...pane} />
			))}
		</Frame>
	);
}

type RowProps<S> = CardProps<S> & {readonly row: CardRow; readonly y: number};

function Row<S>({row, y, ...pane}: RowProps<S>) {
	const palette = usePalette();
	switch (row.type) {
		case 'text':
			return (
				<Text wrap="truncate" {...(row.tone !== 'plain' && palette[toneRole[row.tone]])}>
					{row.text === '' ? ' ' : row.text}
				</Text>
			);
		case 'choice':
			return (
				<Text wrap="truncate" {...(row.chosen && palette.accent)} bold={row.chosen}>
					{row.chosen ? '▸ ' : '  '}
					{pieces(row.text, row.hits).map(([text, isHit], at) => (
						<Text key={at} inverse={isHit}>
							{text}
						</Text>
					))}
				</Text>
			);
		case 'field':
			return <FieldRow row={row} y={y} {...pane} />;
		case 'buttons':
			return (
				<Text wrap="truncate">
					{row.buttons.map(({text, chosen, gap, pick}) => (
						<Text key={pick}>
							{' '.repeat(gap)}
							<Text inverse={chosen} bold={chosen}>
								{text}
							</Text>
						</Text>
					))}
				</Text>
			);
		default:
			return row satisfies never;
	}
}

/** Splits the text into hits of the search and the rest. */
function pieces(text: string, hits: readonly Span[] = []): ReadonlyArray<readonly [string, boolean]> {
	const starts = [0, ...hits.map(([, to]) => to)];
	return starts.flatMap((start, at): Array<readonly [string, boolean]> => {
		const [from, to] = hits[at] ?? [text.length, text.length];
		return [
			[text.slice(start, from), false],
			[text.slice(from, to), true],
		];
	});
}

type FieldProps<S> = CardProps<S> & {readonly row: Extract<CardRow, {type: 'field'}>; readonly y: number};

function FieldRow<S>({row, y, editedIn, ...pane}: FieldProps<S>) {
	const {label, editor, hidden, focus} = row;
	const palette = usePalette();
	const edited = useSelect(pane.store, editedIn);
	const before = width(label) + 3;
	return (
		<Box>
			<Text wrap="truncate" {...palette[focus ? 'accent' : 'dim']} bold={focus}>
				{label} {focus ? '›' : ' '}{' '}
			</Text>
			<LineInput
				{...pane}
				{...{editor, hidden, focus, y, edited}}
				x={2 + before}
				columns={pane.columns - FRAME.columns - before}
			/>
		</Box>
	);
}
