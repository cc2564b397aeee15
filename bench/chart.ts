/** A line of a chart. */
export interface Series {
  readonly name: string;
  /** By x. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** One pair of axes, both logarithmic. */
export interface Panel {
  readonly title: string;
  /** What is along x, and what up y, with its unit. */
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
}

/** A picture of panels, two in a row, all with the same x. */
export interface Chart {
  readonly title: string;
  /** For those who do not see it. */
  readonly description: string;
  readonly panels: readonly Panel[];
}

const WIDTH = 440;
const HEIGHT = 320;
const PLOT = { left: 64, top: 40, width: 340, height: 220 };
const LEGEND = 36;

/** Told apart by those who see no colours too, by their marks; the second colour is for dark pages. */
const STYLES = [
  { light: "#0072b2", dark: "#56b4e9", mark: (x: string, y: string) => `<circle cx="${x}" cy="${y}" r="4"/>` },
  { light: "#b34700", dark: "#ff9e4a", mark: (x: string, y: string) => `<path d="M${x} ${y}m-4 -4h8v8h-8z"/>` },
  { light: "#00704f", dark: "#3ecf9f", mark: (x: string, y: string) => `<path d="M${x} ${y}m0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z"/>` },
  { light: "#a0327d", dark: "#f08cc6", mark: (x: string, y: string) => `<path d="M${x} ${y}m0 -5.5l5.5 9.5h-11z"/>` },
] as const;

const LIGHT = { page: "#ffffff", text: "#1f2328", line: "#d1d9e0", axis: "#59636e" };
const DARK = { page: "#0d1117", text: "#f0f6fc", line: "#3d444d", axis: "#9198a1" };

/**
 * A picture as SVG, which follows whether the reader wants light or dark. The same chart always gives the same bytes.
 *
 * @throws Error where a value is not above zero, which has no place on a logarithmic axis, and for more lines than there are styles
 */
export function chartSvg({ title, description, panels }: Chart): string {
  const names = [...new Set(panels.flatMap(({ series }) => series.map(({ name }) => name)))];
  if (names.length > STYLES.length) throw new Error(`${names.length} lines, and styles for ${STYLES.length}`);
  const across = axis(panels.flatMap(({ series }) => series.flatMap(({ points }) => points.map(([x]) => x))));
  const [width, height] = [2 * WIDTH, Math.ceil(panels.length / 2) * HEIGHT + LEGEND];
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    `<style>${style()}</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...legend(names, width),
    ...panels.flatMap((panel, i) => [
      `<g transform="translate(${(i % 2) * WIDTH} ${Math.floor(i / 2) * HEIGHT + LEGEND})">`,
      ...panelLines(panel, names, across),
      "</g>",
    ]),
    "</svg>",
  ];
  return `${lines.join("\n")}\n`;
}

function style(): string {
  const colours = (of: typeof LIGHT, side: "light" | "dark"): string =>
    [
      `.page{fill:${of.page}}text{fill:${of.text}}.grid{stroke:${of.line}}.axis{stroke:${of.axis}}`,
      ...STYLES.map((each, i) => `.s${i}{stroke:${each[side]};fill:${each[side]}}`),
    ].join("");
  const fixed =
    "text{font:13px system-ui,sans-serif}.title{font-weight:600;font-size:15px}.grid,.axis{fill:none}polyline{fill:none;stroke-width:2}";
  return `${colours(LIGHT, "light")}${fixed}.line{fill:none}@media(prefers-color-scheme:dark){${colours(DARK, "dark")}.line{fill:none}}`;
}

function legend(names: readonly string[], width: number): string[] {
  const step = width / (names.length + 1);
  return names.flatMap((name, i) => {
    const x = Math.round(step * (i + 0.5));
    return [
      `<g class="s${i}"><path class="line" stroke-width="2" d="M${x} 20h32"/>${STYLES[i].mark(String(x + 16), "20")}</g>`,
      `<text x="${x + 42}" y="25">${escaped(name)}</text>`,
    ];
  });
}

function panelLines({ title, x, y, series }: Panel, names: readonly string[], across: Axis): string[] {
  const up = axis(series.flatMap(({ points }) => points.map(([, value]) => value)));
  const { left, top, width, height } = PLOT;
  const placeX = (value: number): string => (left + across.share(value) * width).toFixed(1);
  const placeY = (value: number): string => (top + height - up.share(value) * height).toFixed(1);
  return [
    `<text class="title" x="${left}" y="24">${escaped(title)}</text>`,
    ...across.ticks.flatMap((tick) => [
      `<path class="grid" d="M${placeX(tick)} ${top}v${height}"/>`,
      `<text x="${placeX(tick)}" y="${top + height + 18}" text-anchor="middle">${tickText(tick)}</text>`,
    ]),
    ...up.ticks.flatMap((tick) => [
      `<path class="grid" d="M${left} ${placeY(tick)}h${width}"/>`,
      `<text x="${left - 8}" y="${(Number(placeY(tick)) + 4).toFixed(1)}" text-anchor="end">${tickText(tick)}</text>`,
    ]),
    `<path class="axis" d="M${left} ${top}v${height}h${width}"/>`,
    `<text x="${left + width / 2}" y="${top + height + 38}" text-anchor="middle">${escaped(x)}</text>`,
    `<text transform="translate(16 ${top + height / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>`,
    ...series.map(({ name, points: of }) => {
      const i = names.indexOf(name);
      const places = of.map(([at, value]) => [placeX(at), placeY(value)] as const);
      const line = places.map((place) => place.join(",")).join(" ");
      return `<g class="s${i}"><polyline class="line" points="${line}"/>${places.map((place) => STYLES[i].mark(...place)).join("")}</g>`;
    }),
  ];
}

interface Axis {
  /** Where a value is between the ends. */
  share(value: number): number;
  /** The decades. */
  readonly ticks: readonly number[];
}

/** Whole decades around the values. */
function axis(values: readonly number[]): Axis {
  const wrong = values.find((value) => !(value > 0));
  if (values.length === 0 || wrong !== undefined) throw new Error(`${wrong ?? "nothing"} has no place on a logarithmic axis`);
  // Of a value that stands on a decade, rounding must not make another.
  const decade = (value: number): number => Number(Math.log10(value).toFixed(9));
  const first = Math.floor(decade(Math.min(...values)));
  const last = Math.max(first + 1, Math.ceil(decade(Math.max(...values))));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(`1e${first + i}`));
  return { share: (value) => (Math.log10(value) - first) / (last - first), ticks };
}

function tickText(value: number): string {
  return value < 1 ? String(value) : String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
