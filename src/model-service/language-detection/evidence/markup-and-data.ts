// Evidence for markup, style sheets, data formats and schema languages.
import type { LanguageEvidence } from './language-evidence.ts';

const HTML: LanguageEvidence = {
  id: 'html',
  sure: `<!DOCTYPE html  <! DOCTYPE html  <html  <head>  <body  <div class =  <div  </div>  <a href =  <p>  </p>  <script  <style  <link rel  <meta _ =  <ul  <li>  <li  </li>  <span  <img src  <br  <table  <td>  <td  <tr>  <h1  <h2  <form  <input type  <button  </html>  </body>  </head>  </ul>  </a>  <title>  </span>  class = ""  href = ""  <h3  <nav  <section  <footer  <hr  <strong>  <code>  <pre  </td>  </tr>  </table>  </h1>  </h2>  <dt  <dd  <b>  <i>  &nbsp;  <option  <label  <textarea  <p class`,
  strong: `id = ""  <_ class =  <!--  <svg  style = ""  ^</_> $  <em>  <header  <main  src = ""  & _ ;  <center  <font  <iframe  alt = ""  name = ""  type = ""`,
  fair: `^<_  </_>  <_>  ^<_> $  = ""  / > $  /> $`,
  slight: `<_ _ = ""`,
  against: `import _ from  const  => {  function _ (  return (  className  <?xml  xmlns :  <?php  <%  {{  {%  export  $_  ^@_  def  v-if  #{  {#  let  useState  ; $  : _ =  ^#_  @click  v-for  ^package  public`,
  never: `^import _ from  <?php  className =  ^export default  ^const  <?xml  <template>  ^- _  ^#include  {#if  {% block  <% _  ^package  ^<template  ^using  ^def`,
  shape: { semicolon: 'rare', brace: 'rare', paren: 'never', tag: 'most', pair: 'never' },
};

const XML: LanguageEvidence = {
  id: 'xml',
  sure: `<?xml  <? xml  xmlns = ""  xmlns : _ =  <_ : _  </_ : _ >  <project  <dependency>  <groupId>  <artifactId>  <configuration  <beans  <bean  <property name  <resources>  <string name  <xs : element  <xsl : template  <xs:_  <xsl:_  android : _ =  <PropertyGroup  <ItemGroup  <Project  <PackageReference  <Reference Include  <key>  <dict>  <plist  <svg  <path d =  <rss  <modelVersion>  <manifest  <LinearLayout  <resheader  <data name =  <![ CDATA  <Compile Include  viewBox =  <version>  <plugin>  </plugin>  <ns _  x:_ = ""  <TargetFramework>  <mapper  <integer>  <array>  <true/>  <Import`,
  strong: `<Aa>  </Aa>  ^<Aa  ^</Aa> $  ^<_> $  ^<_ _ = "" /> $  version = ""  _ : _ = ""  ^<_>_</_> $  /> $  id = ""  name = ""  <value>  <name>  value = ""  <_-_  type = ""`,
  fair: `^</_> $  ^<_ _ = ""  <!--  ^<_  _ = ""  ^/>  </_>  ^_ = "" $`,
  slight: `<_ _ = ""  = ""`,
  against: `<div  <p>  <a href  <html  <body  <head>  <script  <span  <ul  <li  <br  import  const  function  => {  <%  {{  {%  class =  className  <h1  <table  <td  <tr  ; $  return  def  { $  <img  <input  <button  ^@_  <b>  <i>  <template  v-_  :_ = `,
  never: `<! DOCTYPE html  <html  <?php  ^import _ from  ^export default  ^const  className =  <template>  ^def  ^- _  </div>  ^package  ^using  ^public`,
  shape: { semicolon: 'rare', brace: 'never', colon: 'never', paren: 'never', tag: 'most', pair: 'never' },
};

const VUE: LanguageEvidence = {
  id: 'vue',
  extends: 'html',
  prior: -2.5,
  sure: `⊢<template> $  ⊢</template>  ⊢<script> $  ⊢<script setup  ⊢<script lang =  v-if =  v-for =  v-model =  v-on:_  v-bind:_  @click =  :_ = ""  v-show =  v-else  @_ = ""  ⊢<style scoped  ⊢<style lang  {{ _  #_ = ""  <router-link  <slot  v-slot  {{ $t  <router-view  v-html  ⊢<template  @_ . _ = ""  <transition  <component :is`,
  strong: `:_ =  ^<Aa  ^<Aa $  <_-_`,
  against: `<html  <! DOCTYPE  <body  <head>  <?xml  <%  {%  {#  className  ^import  =>`,
  never: `<?php  ^package  ^def  className =  {#if  {% _  <% _  <?xml`,
  shape: { semicolon: 'rare', brace: 'rare', paren: 'never' },
};

const SVELTE: LanguageEvidence = {
  id: 'svelte',
  extends: 'html',
  prior: -2.5,
  sure: `{#if  {#each  {/ if }  {/if}  {/each}  {:else  { : else  {@html  on:_ = {  on:_  bind:_ =  ⊢<script> $  ⊢<script lang =  {#await  class:_ =  {# if  {# each  ^$ :  ^export let  {@render  {#snippet  <svelte:_  use:_ =  transition:_  in:_`,
  strong: `= { _ }  {_}  ^<Aa`,
  against: `<html  <! DOCTYPE  <body  <?xml  <%  {%  {{  v-if  className  ^return (  <template`,
  never: `<?php  ^package  ^def  className =  v-if  {% _  <% _  <?xml  {{ _  ⊢<template`,
  shape: { semicolon: 'rare', brace: 'rare', paren: 'never' },
};

const HTML_ERB: LanguageEvidence = {
  id: 'html+erb',
  extends: 'html',
  prior: -2.5,
  sure: `<%= _  <% if  <% end %>  <% _ . each do  <%= link_to  <%= f . _  <%= render  <% else %>  -%>  <% content_for  <%= form_  <%=  <%- _  <%= @_  <%= t (  <% for  <%# _  @_ . _ %>  do %>  do |_| %>  <%= yield`,
  strong: `%>  <%  :_ =>  :_  @_ . _`,
  against: `<%@  public  ;  <% }  { %>  <?xml  {{  {%  function  var  runat`,
  never: `<?php  ^package  ^def  <%@  {% _  v-if  { %>  <% }`,
  shape: { semicolon: 'rare', brace: 'rare', paren: 'never' },
};

const CSS: LanguageEvidence = {
  id: 'css',
  sure: `^@media _  ^@media (  ^@font-face  ^@import url (  ^@keyframes  ^@charset  color : #_  color : _ ; $  background : _  background-color :  font-size :  font-family :  margin : 0  padding : 0  width : 0  height : 0  display : _ ;  position : _ ;  border : 0  border-radius :  text-align :  line-height :  text-decoration :  ^a : hover  ^body {  ^html {  ^. _ { $  ^._ {  ^#_ {  ^#_ _ {  ^_ #_ {  : #_ ; $  ^#_ , $  ^._-_ {  ^. _ _ {  ^. _ : hover  ^. _ , $  ^._-_ , $  margin-left :  margin-top :  margin-bottom :  padding-left :  float : left  overflow : hidden  -webkit-_  !important  ! important  rgba ( 0  ^--_  ^: root {  :hover {  : none ; $  : auto ; $  : 0 ; $  ^_-_ : _ ; $  ^_-_ : 0 ; $  ^_ : 0 ; $  ^._ ._ {  ::before  ::after  :: after  z-index :  opacity : 0  transition :  var ( --_  ^ul {  flex :  ^h1 {  ^@supports  ^div _  content : ""  background-image :  url (  : first-child  :nth-child (`,
  strong: `^_ : _ ; $  ^_-_ :  ^. _  ^._  ^_ _ {  ^_ { $  ^_ , $  ^_ . _ {  ^} $  #_ ;  0 px  > _ {  ^[ _  ^_ > _  ^. _ . _`,
  fair: `; $  ^_ : _  ^} $  /*  ^_ : _ _`,
  against: `import _  const  let  var _ =  function  =>  ->  return  def  class _  if (  ^$_ :  @include  @extend  @mixin  &:  & .  ^//  public  int  ^. _ (  ==  ^@_ : _  ( )  null  = ""  void  this  = _  ^. _ = _  true  false  string  ^} , $  & -  darken (  ^. _ ( ) ;`,
  never: `<?php  ^$_ :  @include  @extend  @mixin  ^import  ^const  ^def  ^class  ^package  #include  ^return  ^export  ^& :  ^&  ^let  ^function  ^var  ^@_ : _ ; $  ^@_ : #_  @function`,
  shape: {
    semicolon: 'some',
    brace: 'some',
    colon: 'never',
    paren: 'never',
    tag: 'never',
    prose: 'rare',
    sigil: 'rare',
  },
};

const SCSS: LanguageEvidence = {
  id: 'scss',
  extends: 'css',
  prior: -1,
  sure: `^$_ : _  ^$_ : 0  ^$_-_ :  ^@include _  ^@extend  ^@mixin _  ^@function _  ^@return  ^@use ""  ^@import ""  ^@import '' ;  ^@use ''  ^@forward  ^@each $_  ^@if $_  ^@else  ^@for $_  ^& : hover  ^&:_  ^& . _  ^&._  ^& - _  ^&-_  ^& :  : $_ ; $  : $_-_  #{ $_  darken ( $  lighten ( $  !default ;  ! default  ^&  @include  ^>  ^$_  ^&__  map-get (  & > _`,
  slight: `// x  ⇢. _ {  ⇢._ {  ⇢_ {  ⇢_ _ {  ⇢._-_ {`,
  strong: `⇢> _  $_ )  $_ *  ^& $  $_  @mixin  @extend`,
  against: `import _ from  const  let  var _ =  function _ (  =>  ->  def  class _ {  public  ^@_ : _  ==  null  $_ =  ^echo  ^. _ ( ) ;  ~""  @_ ;  ^$_ = `,
  never: `<?php  ^const  ^def  ^class  ^package  #include  ^return  ^export  ^let  ^function  ^var  ^$_ =  ^import  ^@_ : _ ; $  ^@_ : #_  ^@_-_ : _`,
  shape: { semicolon: 'some', brace: 'some', colon: 'never', paren: 'never', tag: 'never', prose: 'rare' },
};

const LESS: LanguageEvidence = {
  id: 'less',
  extends: 'css',
  prior: -1.5,
  sure: `^@_ : _ ; $  ^@_ : 0  ^@_-_ :  ^@_-_-_ :  : @_ ; $  : @_-_  @_-_ ;  ^. _ ( ) ;  ^._ ( ) ; $  ^._-_ ( ) ;  ^. _ ( @_  ^._ ( @_  @{_}  @{ _  ~""  when (  fade ( @  darken ( @  lighten ( @  ^@import ( reference  @_ )  ^._(_) ;  ^& :  ^&:_  ^&-_  ^&`,
  slight: `// x  ⇢. _ {  ⇢._ {  ⇢_ {  ⇢._-_ {`,
  strong: `⇢> _  ^& . _  ^&._  ^@import ""  @_ ;`,
  against: `$_  @include  @mixin  import _ from  const  let  function _ (  =>  ->  def  public  ==  null  @override`,
  never: `<?php  ^const  ^def  ^class  ^package  #include  ^return  ^export  ^let  ^function  ^var  ^$_ :  @include  @mixin  @extend`,
  shape: { semicolon: 'some', brace: 'some', colon: 'never', paren: 'never', tag: 'never', prose: 'rare' },
};

const JSON_FORMAT: LanguageEvidence = {
  id: 'json',
  sure: `^"" : "" , $  ^"" : "" $  ^"" : { $  ^"" : [ $  ^"" : 0 , $  ^"" : 0 $  ^"" : true  ^"" : false  ^"" : null  ^"" : [ ]  { "" :  , "" :  ^"" : [  ^"" : {  ^{ "" : _`,
  strong: `"" :  ^} , $  ^] , $  ^[ $  ^{ $  ^"" , $  ^} $  ^] $  ^"" $  ^} , { $  ^{ ""  ^0 , $  ^[ 0`,
  fair: `^[  true ,  false ,`,
  against: `= _  = ""  = {  ( _  ( )  ; $  ''  =>  import  def  class  return  function  const  :_  ^- _  # x  <_  ^_ =  ^@_  ^_ (  new  var  ^_ :  ^_ . _  ( ""  _ : _`,
  never: `^_ : _ $  '' :  ^_ : $  <?php  ^const  ^def  ^class  ^package  #include  ^return  ^import  ^export  ^let  ^function  ^var  ; $  = "" $  ^_ =  ^if  ( _ )  ^_ (  ^from  ^- _  ^} ) ;`,
  shape: {
    semicolon: 'never',
    colon: 'never',
    paren: 'never',
    tag: 'never',
    prose: 'never',
    pair: 'rare',
    word: 'rare',
    sigil: 'never',
  },
};

const YAML: LanguageEvidence = {
  id: 'yaml',
  sure: `^--- $  ⊢_ : $  ^_ : _ $  ^- _ : _ $  ^- _ : ""  ^- _ $  ^- _ / _  ^name : _  ^version : 0  ^version : ''  ^- name :  ^_-_ : _ $  ^apiVersion :  ^kind : Aa $  ^metadata : $  ^spec : $  ^_ : | $  ^_ : >  ^steps : $  ^- uses :  ^- run :  ^run : |  ^jobs : $  ^script : $  ^image : _  ^_ : 0 $  ^_ : true $  ^_ : false $  ^_ : _ / _  ^_ : '' $  ^_ : "" $  ^- "" $  ^- '' $  ^_ : [ _  ^type : _ $  ^description : _  ^properties : $  ^- id :  ^on : $  ^hosts :  ^tasks : $  ^services : $  ^_ : & _  ^<< : *  ^patterns : $  ^$_ : $  {{ _ . _ }}  ^- _ : $  ^- - _`,
  strong: `^_ : $  ^- _  ^- $  ^- :  ^- {  ^- [  ^- ""  ^_-_ : $  ^_ : _ _ _  ^_ : _ - _  ^_ _ : _ $  ^'' : $  ^"" : _ $  ^_ . _ : _  ^_ : {  ^_ : _  ^- _ _ _  ^_ : 0`,
  fair: `# x  ^- _ - _  ^_/_ :  ^/_ : $  ^_ : _ ,  / _`,
  slight: `# x  : _ $`,
  against: `; $  { $  ^} $  = _  ( _ )  ^if _  def  ^class  return  function  const  import  =>  ->  ==  ^else : $  ^_ (  ^_ =  ^try : $  self  "" , $  '' , $  , $  ^} , $  ^@_  ^| _  ( ) $  ^<_  ^default : $  ^case  ^public  ^private :  ^end $  lambda  ** _  ^== ^###  . $  ( $`,
  never: `<?php  ^const  ^def  ^class  ^package  #include  ^return  ^import  ^export  ^let  ^function  ^var  ; $  ^else : $  ^if … : $  ^for … : $  ^elif  ^try : $  ^from  ^<_  ^"" : "" ,  ^public :  ^_ = _`,
  shape: { semicolon: 'never', brace: 'rare', paren: 'never', tag: 'never', pair: 'most', sigil: 'rare' },
};

const TOML: LanguageEvidence = {
  id: 'toml',
  sure: `^[ package ] $  ^[ dependencies ] $  ^[[ _ ]] $  ^[[ _ . _ ]] $  ^[ _ . _ ] $  ^[ _-_ ] $  ^[ _ . _ . _ ] $  ^[ _ . "" ] $  ^[ _ . _-_ ]  ^version = "" $  ^name = "" $  ^_ = { version =  ^_ = [ "" ] $  ^_ = [ "" , "" ]  ^_-_ = "" $  ^_-_ = true $  ^edition = ""  ^_ = { _ = ""  ^authors = [  ^[ _ ] $  ^[build-system]  ^[project]  ^[tool . _  ^checksum = ""  ^source = ""  ^_ = { workspace`,
  strong: `^_ = "" $  ^_ = true $  ^_ = false $  ^_ = 0 $  ^_ = [ $  ^_ = '' $  ^"" = ""  ^_ = [ 0  ^_-_ = _  ^_ . _ = ""  ^_-_ = [  ^_ = [ ] $  ^_-_ = 0 $  ^_ = 0-0`,
  fair: `# x  ^"" , $  ^] $  ^_ = {  ^_ = ""  ^"" $`,
  slight: `# x`,
  against: `; $  { $  ^} $  ( _  ( )  ^if _  def  ^class  return  function  const  import  =>  ->  ==  ^else  ^_ (  : _  ^_ : _  "" {  ^_ = _ $  self  let  var  ^- _  ^_ = AA  ^_ = / _  ^$  \${_}  ^_ = _ _`,
  never: `<?php  ^const  ^def  ^class  ^package _  #include  ^return  ^import  ^export  ^let  ^function  ^var  ; $  ^resource ""  ^variable ""  ^_ "" {  ^_ ( _  { $  ^from  ^} $  ^local`,
  shape: {
    semicolon: 'never',
    brace: 'never',
    colon: 'never',
    paren: 'never',
    tag: 'never',
    pair: 'rare',
    sigil: 'never',
  },
};

const INI: LanguageEvidence = {
  id: 'ini',
  sure: `^[ _ ] $  ^[ _ _ ] $  ^[ _ "" ] $  ^_ . _ . _ = _  ^; _  ^[ _-_ ] $  ^[ _:_ ] $  ^[*  ^[*]  ^indent_style =  ^root = true  ^charset = utf  ^_ . _ . _ . _ =  ^_ = % _  ^[ * . _ ]  ^[flake8]  ^[metadata]  ^_ = True $  ^_ = yes $  ^_ = no $`,
  strong: `^_ = _ $  ^_ . _ = _  ^_ = / _  ^_ = _ _ _  ^_ = true $  ^_ = false $  ^_ = $  ^_ = _ . _  ^_ = _ - _  ^_ _ = _  ^_ = _ , _  ^_ = _ : _  ^_-_ = _  # x  ^; x  ^_ = _ / _`,
  fair: `# x  ^_ = _  ^_ = 0  ^_ = ""  ^_ : _  ^_ = 0 . 0  ^[`,
  against: `; $  { $  ^} $  ( _ )  ( )  ^if _  def  ^class  return  function  const  import  =>  ->  ==  ^else  ^_ (  ^_ = "" $  ^_ = [  let  var  ^- _  ^_ : $  { _  ^_ = new  self  ^export  $(  $_  ^end $  "" {  := ^_ = _ ( _  ; _  , $  ^local  ^echo  end  ^fi $  then`,
  never: `<?php  ^const  ^def  ^class  ^package  #include  ^return  ^import  ^export  ^let  ^function  ^var  ; $  { $  ^_ (  ^} $  ^if  ^for  ^from  ^[[  ^local  ^echo  ^end $  ^fi $`,
  shape: { semicolon: 'never', brace: 'never', colon: 'never', paren: 'never', tag: 'never', sigil: 'rare' },
};

/** Text that is in no language. Formats for prose take this over: without markup of theirs, prose stays unknown. */
const PROSE: LanguageEvidence = {
  id: 'unknown',
  prior: 4,
  strong: `_ _ _ _ _ _ _`,
  fair: `_ _ _ _ _  _ . $  , _ _ _  Aa _ _ _  ^Aa _ _ _  . Aa  _ , _ _  ! $  ? $  the  you  this _ _  and the  of the  it is  _ : $`,
  slight: `_ _ _  Aa  0  , _`,
  against: `; $  { $  ^} $  ( )  == _  = _ ;`,
  shape: { semicolon: 'never', brace: 'never', prose: 'most', tag: 'never', sigil: 'never' },
};

const MARKDOWN: LanguageEvidence = {
  id: 'markdown',
  extends: 'unknown',
  prior: 1.5,
  sure: '⊢```  [ _ ] ( _ : //  ] ( _ : //  ] ( http  ^[! [  ^![  ![_]  ^=== $  ^- [ _  ^- [  ^- **  ^**_  ^** _ _  ** :  ** $  ] ( #_  ] ( _ . md )  ] ( /  ] ( .  [_] (  ] : http  ^> _  ^| --- |  ^|---|  ] ( _ / _  `` `  ',
  strong: `^> [! _  ^- _ _ _ _  ^* x  ^0 . _  ^0. _  ^- \`  ^1. _  ] (  ] :  _ : $  ^> _ _  ^+ _  ** _ **  ^- Aa _ _  ^| _ | _ |  ^| _ |  ^=== $  ^--- $  . [ _  ^0 _ _ _`,
  fair: `## x  # x    ^- Aa  \``,
  slight: `_ _ _  ^- _`,
  against: `; $  { $  ^} $  ^_ = _  ^def  ^class  ^return  ^function  ^const  ^import  ^if (  ^_ (  := ^_ : _ $  ( ) { $  ^_ : $  ^.. _ ::  ^:_:  ^<_  ^end $  ^@_  () ;  \\_ {  = _ ; $  ^$_  ^fi $  && \\ $  ^sudo`,
  never: `<?php  #include  ; $  ^} $  ^.. _ ::  \\begin {  \\section {  ^} else  ^def _ (  ^import _  ^package  ^return  ^const  ^var  ^public  ^<?xml  ^<!DOCTYPE  ^fi $  ^function  ^export  ^echo  \\usepackage`,
  shape: { semicolon: 'never', brace: 'never', paren: 'rare', prose: 'most', sigil: 'rare' },
};

const RST: LanguageEvidence = {
  id: 'restructuredtext',
  extends: 'unknown',
  prior: 1,
  sure: `^.. _ ::  ^.. _-_ ::  ^. . _ ::  .. code-block ::  .. note ::  .. toctree ::  .. image ::  .. automodule ::  ^.. _ :  ^.. _ ::_  ^.. versionadded  ::_::  :ref:  :doc:  :class:  :func:  :meth:  : ref : \`  : class : \`  :class:\`  :maxdepth:  ^: _ : _  ^:_ : _  ^:_:  \`\`_\`\`  \` _  >\`_  :: $  ^: maxdepth :  ^==== $  ^..  ^.. function  ^====  ^--- $  ^~~~~  ^***  ^^^^^  ^===`,
  strong: `\`\`  ^- _ _ _  ^* x  :_:  : \`  ^---  \`_\`  ^=== $  ^~~~  ^:_  ** _ **`,
  fair: `  _ : $`,
  against: `; $  { $  ^} $  ^_ = _  ^def  ^class  ^return  ^function  ^const  ^import  ^if (  ] (  ^_ ( _  ^<_  () ;  ^\`\`\`  \\ _ {`,
  never: `<?php  #include  ; $  ] ( http  ⊢\`\`\`  \\begin {  ^def _ (  ^package  ^return  ^const  ^public  ^function  ^<_`,
  shape: { semicolon: 'never', brace: 'never', prose: 'most' },
};

const TEX: LanguageEvidence = {
  id: 'tex',
  sure: `\\documentclass  \\ documentclass  ^\\begin {  ^\\end {  \\ begin {  \\ end {  \\ section {  \\ subsection {  \\ usepackage  \\ newcommand  \\ def \\ _  \\ textbf {  \\ item  \\ label {  \\ ref {  \\ cite {  \\ title {  \\ author {  \\ maketitle  \\ emph {  \\ renewcommand  \\ chapter {  \\ frac {  \\ ProvidesPackage  \\ RequirePackage  \\ input {  \\ let \\ _  \\ fi  \\ hfill  \\ vspace {  \\ textit {  \\ includegraphics  \\ caption {  \\ footnote {  \\ newenvironment  \\ relax  \\ expandafter  \\ setlength  \\ alpha  \\ mathbf  $ \\ _  \\ [ $  \\ ] $  \\ def  \\ _ { _ }  \\ _ { $  \\ _ {  \\\\ $  \\ DeclareOption`,
  strong: `\\ _  ^\\ _  ^% x  % x  {\\ _  \\ _ [  } { _ }  \\ _ \\ _  ^$$  $ _ $  & _ &  % $`,
  fair: `{ _ }  _ _ _ _  ^} $  ^_ _ _ _  } $`,
  against: `; $  ^def  ^class  ^return  ^function  ^const  ^import  ^if (  =>  ->  == public  \\n  "" ,  var  ( ) $  ^<_  \\ _ \\ _ ;  ^use  ( _ ) {`,
  never: `<?php  #include  ^def _ (  ^package  ^return  ^const  ^public  ^function  ^<_  ^import  ^namespace  ^use  ^var  ^let`,
  shape: { semicolon: 'never', brace: 'rare', tag: 'never', pair: 'never' },
};

const DIFF: LanguageEvidence = {
  id: 'diff',
  sure: `⊢diff --git  ⊢diff -  ⊢diff -_  ⊢@@ - 0  ⊢@@ -0  ⊢--- _ / _  ⊢--- a / _  ⊢+++ _ / _  ⊢+++ b / _  ⊢index _  ⊢index 0  ⊢@@ - 0 , 0 + 0 , 0 @@  ⊢Index :  ⊢new file mode  ⊢deleted file mode  ⊢similarity index  ⊢rename from  ⊢--- /  ⊢+++  ⊢@@  ^\\ No newline at end  ⊢Only in _  ⊢diff`,
  strong: `⊢- _  ⊢+ _  ⊢+ $  ⊢- $  ⊢+  ⊢-_  ⊢+_  ⊢> _  ⊢< _  ⊢+ <  ⊢- <  ⊢+ ""  ⊢- ""  ⊢+ {  ⊢+ }  ⊢- }  ⊢+ //  ⊢- //  ⊢+ # x  ⊢- # x`,
  against: `⊢def  ⊢class  ⊢_ : _  ⊢_ = _  ⊢_ (  ⊢} $  `,
  never: `⊢def _ (  ⊢class  ⊢import  ⊢const  ⊢package  ⊢#include  ⊢return  ⊢public  ⊢} $  ⊢function  ⊢_ : $  ⊢- _ : _  ⊢- name :`,
};

const PROTOBUF: LanguageEvidence = {
  id: 'protocol buffer',
  sure: `^syntax = "" ; $  ^message _ {  ^service _ {  ^rpc _ ( _ ) returns (  ^rpc  ^option _ = "" ;  ^optional _ _ = 0  ^required _ _ = 0  ^repeated _ _ = 0  ^repeated _  ^string _ = 0 ;  ^int32 _ = 0 ;  ^int64 _ = 0 ;  ^bool _ = 0 ;  ^bytes _ = 0 ;  ^uint32 _ = 0 ;  ^uint64 _ = 0  ^Aa _ = 0 ; $  ^oneof _ {  ^import "" ; $  ^option java_package  ^map < _ , _ >  ^map<_  ^extend _  ^extensions 0 to  ^reserved 0  ^double _ = 0 ;  ^_ . _ _ = 0 ; $  ^option go_package  ^package _ ; $  ^option (  ^optional  ^import public  ^_ _ = 0 ; $  ^_ _ = 0 [`,
  strong: `^package _ . … ; $  ^AA = 0 ; $  ^enum _ {  = 0 ; $  ^option`,
  fair: `^} $  // x  ; $  /*`,
  against: `def  let  var  const  class  =>  ->  ==  null  function  self  return  public  new  if (  void  static  ( _ )  ( )  &  struct  int _`,
  never: `<?php  #include  ^def  ^class  ^return  ^import _ .  ^export  ^let  ^function  ^var  ^public  ^const  ^private  ^using  ^if (  int _ =  ^namespace  ^static`,
  shape: {
    semicolon: 'most',
    brace: 'some',
    colon: 'never',
    tag: 'never',
    prose: 'never',
    pair: 'never',
    sigil: 'never',
  },
};

const GRAPHQL: LanguageEvidence = {
  id: 'graphql',
  prior: -0.3,
  sure: `^type Query {  ^type Mutation {  ^type Aa {  ^type Aa implements  ^type Aa @  ^input Aa {  ^interface Aa {  ^enum Aa {  ^scalar Aa  ^schema {  ^query Aa {  ^query Aa (  ^query {  ^mutation Aa  ^mutation {  ^fragment _ on Aa {  ^... _  ... on Aa {  ^_ : Aa ! $  ^_ : [ Aa ! ]  ^_ : [ Aa ] $  ^_ ( _ : Aa  : ID ! $  : ID !  : String ! $  : String $  : Int $  : Boolean $  ( $_ : Aa  ( $_ : Aa !  ^extend type  ^union Aa =  ^subscription  ^directive @_  _ : $_  : Int !  @deprecated (  ^_ : AA $  : Float $  : [ String`,
  strong: `^_ : Aa $  : Aa !  ^_ { $  ^_ $  ! ]  """  ! $  ^AA $  ^_ ( _ :  : [ Aa`,
  fair: `^} $  # x  ! )  ! ,  ^_ $`,
  against: `; $  def  let  var  const  class  =>  ->  ==  null  function  self  return  public  new  if  = _  = ""  import  void  func  ( )  static  private  , $  . _ (  fun  val  ?`,
  never: `<?php  #include  ^def  ^class  ^return  ^import  ^export  ^let  ^function  ^var  ^public  ^const  ^func  ^fn  ^private  ; $  ^val`,
  shape: { semicolon: 'never', brace: 'some', colon: 'never', paren: 'never', tag: 'never' },
};

export const MARKUP_AND_DATA: readonly LanguageEvidence[] = [
  HTML,
  XML,
  VUE,
  SVELTE,
  HTML_ERB,
  CSS,
  SCSS,
  LESS,
  JSON_FORMAT,
  YAML,
  TOML,
  INI,
  PROSE,
  MARKDOWN,
  RST,
  TEX,
  DIFF,
  PROTOBUF,
  GRAPHQL,
];
