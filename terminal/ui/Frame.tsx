/** Draws a rounded frame with a title; the focused pane's differs in form and colour. */
import {memo, type ReactNode} from 'react';
import {Box, Text} from 'ink';
import type {SafeText} from '../../protocol/text.ts';
import type {Look} from '../palette.ts';
import {truncate, width} from '../width.ts';
import {usePalette} from './theme.ts';

/** Minimum cells of an edge without text. */
export const EDGE = 5;

type Props = {
	readonly columns: number;
	readonly rows: number;
	/** Without a frame, on a small screen, only the rows are drawn. */
	readonly framed: boolean;
	readonly title?: SafeText;
	readonly marked?: boolean;
	/** Text in the lower edge, at the right. */
	readonly footer?: SafeText | undefined;
	/** Whether the rows stand at the bottom. */
	readonly fromBottom?: boolean;
	readonly children: ReactNode;
};

export default function Frame({columns, rows, framed, marked = false, fromBottom = false, ...props}: Props) {
	const {title, footer, children} = props;
	const palette = usePalette();
	const body = {flexDirection: 'column', justifyContent: fromBottom ? 'flex-end' : 'flex-start'} as const;
	if (!framed) {
		return (
			<Box width={columns} height={rows} {...body}>
				{children}
				{footer !== undefined && (
					<Box position="absolute" marginTop={rows - 1} marginLeft={Math.max(0, columns - width(footer) - 1)}>
						<Text {...palette.focus}> {footer}</Text>
					</Box>
				)}
			</Box>
		);
	}

	const look = palette[marked ? 'focus' : 'frame'];
	const {color, dimColor = false} = look;
	return (
		<Box flexDirection="column" width={columns} height={rows}>
			<Edge columns={columns} corners="╭╮" look={look} marked={marked} text={title} />
			<Box
				{...body}
				{...(color && {borderColor: color})}
				borderDimColor={dimColor}
				borderStyle="round"
				borderTop={false}
				borderBottom={false}
				paddingX={1}
				height={rows - 2}
			>
				{children}
			</Box>
			<Edge columns={columns} corners="╰╯" look={look} text={footer} atRight />
		</Box>
	);
}

type EdgeProps = {
	readonly columns: number;
	readonly corners: string;
	readonly look: Look;
	readonly marked?: boolean;
	readonly text?: SafeText | undefined;
	readonly atRight?: boolean;
};

const Edge = memo(function Edge({columns, corners, look, marked = false, text, atRight = false}: EdgeProps) {
	const label = text === undefined ? '' : `${marked ? '▸' : ' '}${truncate(text, columns - EDGE)} `;
	const rule = Math.max(0, columns - 2 - width(label));
	const behind = atRight ? Math.min(1, rule) : rule;
	return (
		<Text wrap="truncate">
			<Text {...look}>
				{corners[0]}
				{'─'.repeat(rule - behind)}
			</Text>
			<Text bold={marked} {...(marked && look)}>
				{label}
			</Text>
			<Text {...look}>
				{'─'.repeat(behind)}
				{corners[1]}
			</Text>
		</Text>
	);
});
