// One short piece of ordinary code in each language, written for the tests.

export const SNIPPETS: readonly { readonly id: string; readonly code: string }[] = [
  {
    id: 'python',
    code: 'import json\n\ndef load(path):\n    with open(path) as handle:\n        return json.load(handle)\n',
  },
  {
    id: 'java',
    code: 'package shop;\n\nimport java.util.List;\n\npublic class Cart {\n  private final List<String> items;\n\n  public Cart(List<String> items) {\n    this.items = items;\n  }\n\n  public int size() {\n    return items.size();\n  }\n}\n',
  },
  {
    id: 'javascript',
    code: "const express = require('express');\nconst app = express();\n\napp.get('/', (req, res) => {\n  res.send('hello ' + req.query.name);\n});\n\nmodule.exports = app;\n",
  },
  {
    id: 'typescript',
    code: "import { readFile } from 'node:fs/promises';\n\nexport interface Options {\n  readonly path: string;\n  limit?: number;\n}\n\nexport async function load(options: Options): Promise<string[]> {\n  const text = await readFile(options.path, 'utf8');\n  return text.split('\\n');\n}\n",
  },
  {
    id: 'go',
    code: 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfor i := 0; i < 3; i++ {\n\t\tfmt.Println(i)\n\t}\n}\n',
  },
  {
    id: 'c',
    code: '#include <stdio.h>\n#include <stdlib.h>\n\nint main(void)\n{\n    char *buffer = malloc(16);\n    if (buffer == NULL)\n        return 1;\n    printf("%p\\n", (void *)buffer);\n    free(buffer);\n    return 0;\n}\n',
  },
  {
    id: 'c++',
    code: '#include <iostream>\n#include <vector>\n\nint main() {\n  std::vector<int> numbers = {1, 2, 3};\n  for (const auto &n : numbers) {\n    std::cout << n << std::endl;\n  }\n}\n',
  },
  {
    id: 'c#',
    code: 'using System;\n\nnamespace Shop\n{\n    public class Cart\n    {\n        public string Name { get; set; }\n\n        public static void Main(string[] args)\n        {\n            Console.WriteLine($"hello {args[0]}");\n        }\n    }\n}\n',
  },
  {
    id: 'objective-c',
    code: '#import <Foundation/Foundation.h>\n\n@interface Cart : NSObject\n@property (nonatomic, strong) NSString *name;\n- (void)add:(NSString *)item;\n@end\n',
  },
  {
    id: 'ruby',
    code: "require 'json'\n\nclass Cart\n  attr_reader :items\n\n  def initialize(items)\n    @items = items\n  end\n\n  def each\n    @items.each do |item|\n      yield item\n    end\n  end\nend\n",
  },
  {
    id: 'php',
    code: '<?php\n\nfunction load($path) {\n    $rows = [];\n    foreach (file($path) as $line) {\n        $rows[] = trim($line);\n    }\n    return $rows;\n}\n',
  },
  {
    id: 'rust',
    code: 'use std::collections::HashMap;\n\npub fn count(words: &[String]) -> HashMap<&str, usize> {\n    let mut counts = HashMap::new();\n    for word in words {\n        *counts.entry(word.as_str()).or_insert(0) += 1;\n    }\n    counts\n}\n',
  },
  {
    id: 'kotlin',
    code: 'data class Item(val name: String, val price: Int)\n\nfun total(items: List<Item>): Int {\n    return items.sumOf { it.price }\n}\n\nfun main() {\n    println("total ${total(emptyList())}")\n}\n',
  },
  {
    id: 'swift',
    code: 'import Foundation\n\nstruct Item {\n    let name: String\n    var price: Int\n\n    func label() -> String {\n        guard price > 0 else { return name }\n        return "\\(name): \\(price)"\n    }\n}\n',
  },
  {
    id: 'scala',
    code: 'object Main extends App {\n  case class Item(name: String, price: Int)\n\n  def total(items: List[Item]): Int =\n    items.map(_.price).sum\n\n  val items = List(Item("a", 1))\n  println(total(items))\n}\n',
  },
  {
    id: 'shell',
    code: '#!/bin/bash\nset -e\nfor file in "$@"; do\n  if [ -f "$file" ]; then\n    echo "$file"\n  fi\ndone\n',
  },
  {
    id: 'powershell',
    code: 'param (\n    [string]$Path\n)\n\n$files = Get-ChildItem -Path $Path | Where-Object { $_.Length -gt 0 }\nforeach ($file in $files) {\n    Write-Host $file.Name\n}\n',
  },
  {
    id: 'batchfile',
    code: '@echo off\nsetlocal\nif not exist "%1" goto missing\ncopy %1 C:\\temp\ngoto end\n:missing\necho no such file\n:end\n',
  },
  {
    id: 'sql',
    code: 'SELECT c.name, COUNT(*) AS orders\nFROM customers c\nLEFT JOIN orders o ON o.customer_id = c.id\nWHERE c.active = 1\nGROUP BY c.name\nORDER BY orders DESC;\n',
  },
  {
    id: 'html',
    code: '<!DOCTYPE html>\n<html>\n<head><title>Shop</title></head>\n<body>\n  <div class="cart">\n    <a href="/items">Items</a>\n  </div>\n</body>\n</html>\n',
  },
  {
    id: 'css',
    code: '.cart {\n  display: flex;\n  margin: 0 auto;\n  color: #333;\n}\n\n.cart a:hover {\n  text-decoration: none;\n}\n',
  },
  {
    id: 'scss',
    code: '$accent: #36c;\n\n.cart {\n  color: $accent;\n\n  &:hover {\n    color: darken($accent, 10%);\n  }\n\n  @include rounded(4px);\n}\n',
  },
  {
    id: 'json',
    code: '{\n  "name": "shop",\n  "private": true,\n  "items": [1, 2, 3],\n  "owner": { "id": null }\n}\n',
  },
  {
    id: 'yaml',
    code: 'name: build\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm test\n',
  },
  {
    id: 'toml',
    code: '[package]\nname = "shop"\nversion = "0.1.0"\n\n[dependencies]\nserde = { version = "1", features = ["derive"] }\n',
  },
  { id: 'ini', code: '; settings\n[server]\nhost = localhost\nport = 8080\n\n[paths]\ndata = /var/lib/shop\n' },
  {
    id: 'xml',
    code: '<?xml version="1.0" encoding="UTF-8"?>\n<project xmlns="http://example.org/4.0.0">\n  <groupId>shop</groupId>\n  <artifactId>cart</artifactId>\n</project>\n',
  },
  {
    id: 'markdown',
    code: '# Shop\n\nA small shop. See the [guide](https://example.org/guide) for more.\n\n- **fast** and simple\n- runs everywhere\n\n```\nnpm start\n```\n',
  },
  {
    id: 'restructuredtext',
    code: 'Shop\n====\n\nA small shop, see :ref:`guide`.\n\n.. code-block:: python\n\n   import shop\n\n.. note::\n\n   It is small.\n',
  },
  {
    id: 'dockerfile',
    code: 'FROM node:20-slim\nWORKDIR /app\nCOPY package.json .\nRUN npm ci --omit=dev\nCOPY . .\nCMD ["node", "server.js"]\n',
  },
  {
    id: 'makefile',
    code: 'CC = gcc\nCFLAGS += -Wall\n\nall: shop\n\nshop: shop.o cart.o\n\t$(CC) $(CFLAGS) -o $@ $^\n\n.PHONY: clean\nclean:\n\trm -f *.o shop\n',
  },
  {
    id: 'cmake',
    code: 'cmake_minimum_required(VERSION 3.16)\nproject(shop)\n\nadd_executable(shop main.cpp)\ntarget_link_libraries(shop PRIVATE Threads::Threads)\n',
  },
  {
    id: 'hcl',
    code: 'resource "aws_instance" "web" {\n  ami           = var.image\n  instance_type = "t3.micro"\n\n  tags = {\n    Name = "web"\n  }\n}\n',
  },
  {
    id: 'perl',
    code: 'use strict;\nuse warnings;\n\nmy %count;\nwhile (my $line = <STDIN>) {\n    chomp $line;\n    $count{$_}++ for split /\\s+/, $line;\n}\nprint "$_\\n" foreach sort keys %count;\n',
  },
  {
    id: 'lua',
    code: 'local Cart = {}\nCart.__index = Cart\n\nfunction Cart.new(items)\n  local self = setmetatable({}, Cart)\n  for i, item in ipairs(items) do\n    self[i] = item\n  end\n  return self\nend\n',
  },
  {
    id: 'r',
    code: 'library(ggplot2)\n\nprices <- c(1.5, 2.5, NA)\nsummary_of <- function(x) {\n  mean(x, na.rm = TRUE)\n}\nprint(summary_of(prices))\n',
  },
  {
    id: 'julia',
    code: 'using LinearAlgebra\n\nstruct Item\n    name::String\n    price::Float64\nend\n\nfunction total(items::Vector{Item})\n    sum(item.price for item in items)\nend\n',
  },
  {
    id: 'haskell',
    code: 'module Cart where\n\nimport qualified Data.Map as Map\n\ndata Item = Item { name :: String, price :: Int }\n  deriving (Show, Eq)\n\ntotal :: [Item] -> Int\ntotal = sum . map price\n',
  },
  {
    id: 'ocaml',
    code: 'type item = { name : string; price : int }\n\nlet rec total = function\n  | [] -> 0\n  | item :: rest -> item.price + total rest\n\nlet () = Printf.printf "%d\\n" (total [])\n',
  },
  {
    id: 'f#',
    code: 'open System\n\ntype Item = { Name: string; Price: int }\n\nlet total items =\n    items |> List.sumBy (fun item -> item.Price)\n\n[<EntryPoint>]\nlet main argv =\n    printfn "%d" (total [])\n    0\n',
  },
  {
    id: 'elixir',
    code: 'defmodule Cart do\n  @moduledoc false\n\n  def total(items) do\n    items\n    |> Enum.map(& &1.price)\n    |> Enum.sum()\n  end\nend\n',
  },
  {
    id: 'erlang',
    code: '-module(cart).\n-export([total/1]).\n\ntotal([]) -> 0;\ntotal([{_Name, Price} | Rest]) ->\n    Price + total(Rest).\n',
  },
  {
    id: 'clojure',
    code: '(ns shop.cart\n  (:require [clojure.string :as str]))\n\n(defn total [items]\n  (reduce + (map :price items)))\n',
  },
  {
    id: 'common lisp',
    code: '(defpackage :cart\n  (:use :cl)\n  (:export #:total))\n(in-package :cart)\n\n(defun total (items)\n  (loop for item in items sum (getf item :price)))\n',
  },
  {
    id: 'dart',
    code: "import 'package:flutter/material.dart';\n\nclass Cart extends StatelessWidget {\n  const Cart({super.key});\n\n  @override\n  Widget build(BuildContext context) {\n    return const Text('cart');\n  }\n}\n",
  },
  {
    id: 'groovy',
    code: "plugins {\n    id 'java'\n}\n\nrepositories {\n    mavenCentral()\n}\n\ndependencies {\n    implementation 'com.google.guava:guava:33.0'\n}\n\ndef names = items.collect { it.name }\n",
  },
  {
    id: 'vue',
    code: '<template>\n  <ul v-if="items.length">\n    <li v-for="item in items" :key="item.id">{{ item.name }}</li>\n  </ul>\n</template>\n\n<script setup>\ndefineProps({ items: Array });\n</script>\n',
  },
  {
    id: 'diff',
    code: 'diff --git a/cart.py b/cart.py\nindex 83db48f..bf2a9c1 100644\n--- a/cart.py\n+++ b/cart.py\n@@ -1,3 +1,3 @@\n import os\n-x = 1\n+x = 2\n',
  },
  {
    id: 'protocol buffer',
    code: 'syntax = "proto3";\n\npackage shop;\n\nmessage Item {\n  string name = 1;\n  repeated int32 prices = 2;\n}\n',
  },
  {
    id: 'graphql',
    code: 'type Query {\n  item(id: ID!): Item\n}\n\ntype Item {\n  name: String!\n  tags: [String!]\n}\n',
  },
  {
    id: 'visual basic',
    code: 'Imports System\n\nModule Shop\n    Sub Main()\n        Dim total As Integer = 0\n        For Each item In items\n            total = total + item.Price\n        Next\n        Console.WriteLine(total)\n    End Sub\nEnd Module\n',
  },
  {
    id: 'fortran',
    code: 'program shop\n  implicit none\n  integer :: i\n  real :: total\n  total = 0.0\n  do i = 1, 10\n    total = total + i\n  end do\n  print *, total\nend program shop\n',
  },
  {
    id: 'pascal',
    code: "program Shop;\n\nvar\n  total: integer;\n\nprocedure Add(price: integer);\nbegin\n  total := total + price;\nend;\n\nbegin\n  Add(3);\n  writeln('total ', total);\nend.\n",
  },
  {
    id: 'verilog',
    code: 'module counter (\n  input wire clk,\n  output reg [7:0] count\n);\n  always @(posedge clk) begin\n    count <= count + 1;\n  end\nendmodule\n',
  },
  {
    id: 'tex',
    code: '\\documentclass{article}\n\\usepackage{graphicx}\n\\begin{document}\n\\section{Shop}\nA small \\emph{shop}.\n\\end{document}\n',
  },
  {
    id: 'prolog',
    code: ':- module(cart, [total/2]).\n\ntotal([], 0).\ntotal([item(_, Price)|Rest], Total) :-\n    total(Rest, Sum),\n    Total is Sum + Price.\n',
  },
  {
    id: 'solidity',
    code: 'pragma solidity ^0.8.0;\n\ncontract Shop {\n    mapping(address => uint256) public balances;\n\n    function pay() external payable {\n        balances[msg.sender] += msg.value;\n    }\n}\n',
  },
];
