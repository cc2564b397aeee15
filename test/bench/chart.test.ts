import { DOMParser, type Element } from "@xmldom/xmldom";
import { expect, test } from "vitest";
import { Chart, chartSvg } from "../../bench/chart";

const CHART: Chart = {
  title: "Costs & times",
  description: 'In "seconds"',
  panels: [
    {
      ...{ title: "synthesis", x: "nodes", y: "seconds" },
      series: [
        {
          name: "one",
          points: [
            [10, 0.1],
            [1000, 10],
          ],
        },
        { name: "other", points: [[10_000, 100]] },
      ],
    },
    { title: "memory <most>", x: "nodes", y: "MB", series: [{ name: "other", points: [[100, 55]] }] },
  ],
};

const SVG = chartSvg(CHART);
const elements = (name: string): Element[] => [...new DOMParser().parseFromString(SVG, "image/svg+xml").getElementsByTagName(name)];
const texts = elements("text").map((element) => element.textContent);

test("the same chart gives the same bytes, in which no clock and no chance is", () => {
  expect(chartSvg(JSON.parse(JSON.stringify(CHART)) as Chart)).toBe(SVG);
});

test("a chart is well-formed, and says what it shows to those who do not see it", () => {
  const [svg] = elements("svg");
  expect(svg.getAttribute("role")).toBe("img");
  expect(elements("title")[0].textContent).toBe("Costs & times");
  expect(elements("desc")[0].textContent).toBe('In "seconds"');
});

test("axes have labels and whole decades, and x is the same for all panels", () => {
  expect(texts.filter((text) => text === "nodes")).toHaveLength(2);
  expect(texts).toContain("seconds");
  for (const tick of ["10", "100", "1,000", "10,000"]) expect(texts.filter((text) => text === tick).length, tick).toBeGreaterThanOrEqual(2);
  expect(texts).toContain("0.1");
  expect(texts).not.toContain("0.01");
  expect(texts).not.toContain("100,000");
});

test("what is ten times as much is as far on, on both axes", () => {
  const [line] = elements("polyline").map((element) => element.getAttribute("points") ?? "");
  const [[x1, y1], [x2, y2]] = line.split(" ").map((point) => point.split(",").map(Number));
  // Two of the three decades of x, and of y.
  expect(x2 - x1).toBeCloseTo((340 / 3) * 2, 0);
  expect(y1 - y2).toBeCloseTo((220 / 3) * 2, 0);
});

test("a line is the same in all panels and in the legend, by a mark as well as by its colour", () => {
  expect(texts.filter((text) => text === "other")).toHaveLength(1);
  const marks = elements("g").filter((element) => element.getAttribute("class") === "s1");
  expect(marks).toHaveLength(3);
  for (const mark of marks) expect(String(mark)).toContain("h8v8h-8z");
});

test("colours are those of a dark page where the reader wants one", () => {
  const style = elements("style")[0].textContent ?? "";
  const [light, dark] = style.split("@media(prefers-color-scheme:dark)");
  for (const part of [".page{fill:", "text{fill:", ".grid{stroke:", ".axis{stroke:", ".s0{stroke:", ".s1{stroke:"]) {
    const colour = (text: string): string => text.slice(text.indexOf(part) + part.length).slice(0, 7);
    expect(colour(light)).toMatch(/^#[0-9a-f]{6}$/);
    expect(colour(dark)).toMatch(/^#[0-9a-f]{6}$/);
    expect(colour(dark), part).not.toBe(colour(light));
  }
});

test("what has no place on a logarithmic axis is an error, and so is a line too many", () => {
  const withPoint = (point: readonly [number, number]): Chart => ({
    ...CHART,
    panels: [{ ...CHART.panels[0], series: [{ name: "one", points: [point] }] }],
  });
  expect(() => chartSvg(withPoint([10, 0]))).toThrow("0 has no place");
  expect(() => chartSvg(withPoint([-1, 1]))).toThrow("-1 has no place");
  expect(() => chartSvg({ ...CHART, panels: [{ ...CHART.panels[0], series: [] }] })).toThrow("nothing has no place");
  const series = Array.from({ length: 5 }, (_, i) => ({ name: String(i), points: [[10, 1]] as const }));
  expect(() => chartSvg({ ...CHART, panels: [{ ...CHART.panels[0], series }] })).toThrow("5 lines");
});
