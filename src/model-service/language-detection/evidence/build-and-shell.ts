// Evidence for shells, build files, queries and configuration languages with keywords.
import type { LanguageEvidence } from './language-evidence.ts';

const SHELL: LanguageEvidence = {
  id: 'shell',
  sure: `^fi $  ^done $  ^esac $  ; then $  ^then $  ^if [ _  ^if [ -  ^if [ !  ^if [ $  ^if [ ""  ^if [[  ^elif [  ^for _ in … do $  ; do $  ^while read  ^while [  ^case "$_" in  ^case $_ in  $( _  ^export AA =  ^echo ""  ^echo ''  ^echo  ^set -e  ^set - e  ^local _ =  ^source  ^sudo  ^apt-get  ^cd  ^_ ( ) { $  ^function _ {  ^function _ ( ) {  > /dev/null  > / dev / null  2 > & 1  >& 2  \${_}  "$_"  "\${_}"  "$1"  $#  $?  | grep  | sed  | awk  ^exit 0 $  ^return 0 $  ^printf ''  ^mkdir -p  ^rm -rf  ^chmod  ^;; $  ;; $  ^unset  ^shift $  ^exec  ^trap  ^test -  ^alias _ =  $(_  && echo  || exit  ^eval  ^if test  ^declare -  ^readonly  ^kubectl  ^docker  ^curl  ^git _  -eq 0  -ne 0  -z ""  -n ""  -f ""  -d ""  ^npm _  ^pip install  ^export  ^complete -c`,
  strong: `$@  ^AA = _ $  ^AA = ""  ^AA = $  ^AA = \${  $_  ^_ = $(  ^_ = "$_"  ^_ = ""  ^_ = \`  [ -  [ !  [[  ]] ;  ]] &&  \\ $  | _  ^if _  ^do $  ^else $  $1  $ {  ^cp  ^mv  ^cat  ^ls  ^make  ^tar  ^python  ^node  ^go  ^- _  --_  ^-- x  -_ ""  ^_ -_  ^read  ^} $  ^return $  << AA  <<AA  ^ssh  ^wget  ^install  ^touch  << _  ^. /  ^./_  ^set  ^pushd  ^popd  ^dir =  ^ln -s`,
  fair: `# x  /_/_  && _  || _  = ""  fi  then  done  do  | _ -  > _  >> _  ^_ "" $  ^_ ''  ^_ _ $  ^_ -  ^_ _ -  -_  ^AA =  && \\ $`,
  slight: `# x  ""  $  ^for _ in`,
  against: `; $  def  let _ =  var  const  class  ^import  =>  ->  ::  ===  null  function (  ^} ; $  this  self  :=  <?  { _ :  : $  struct  int  void  ^type  elsif  nil  end if  ++  $_ =  my $_  ^begin  Write-Host  ^Import-Module  param (  -gt _  ^RUN  ^FROM  ^COPY  ⇥$(  ⇥@_  ^.PHONY  ^%  foreach (  @echo  elseif (  : _ , $  ^_ : $`,
  never: `<?php  #include  ^def  ^import  ^class  ^package  ^use  ^my $_  ^$_ =  ^FROM _  ^RUN  ^.PHONY  ^@echo  ^sub _  ^const  ^var  ^let _ =  Write-Host  endif $  endforeach  ^namespace  ^public  ^static`,
  shape: {
    semicolon: 'rare',
    brace: 'rare',
    colon: 'never',
    paren: 'never',
    tag: 'never',
    pair: 'never',
    sigil: 'some',
  },
};

const POWERSHELL: LanguageEvidence = {
  id: 'powershell',
  sure: `Write-Host  Write-Output  Write-Verbose  Write-Error  Get-_  Set-_  New-Object  New-Item  ^param ( $  ^param (  ^Param (  ^[ CmdletBinding (  [ Parameter (  ^function _-_  ^function Aa-Aa  ^Import-Module  $_ . Aa  -eq $_  -eq ""  -ne $_  $null  $true  $false  $env :  $_ = Get-_  | Where-Object  | ForEach-Object  | Select-Object  | Out-Null  [ string ] $_  [ switch ] $_  [ int ] $_  -Path $_  -ErrorAction  ^. SYNOPSIS  ^. DESCRIPTION  ^. PARAMETER  ^. EXAMPLE  -not (  -not $_  ^foreach ( $_ in  -match  -like ""  ^Describe ""  ^Context ""  | Should  ^Remove-Item  ^Add-_  ^Invoke-_  Join-Path  Test-Path  ^Start-_  ^Stop-_  $PSScriptRoot  $script :  $global :  ^#requires  Out-File  -Force  -join  -and (  -and $_  -or (  ConvertTo-_  @{ $  = @( $  = @{  throw ""  ^Export-ModuleMember  Should -Be  Mandatory =`,
  strong: `^$_ = _  ^$_ . _ =  ^$_ =  $_ =  $_ . _  ^if ( $_  ^if ( -not  ^} $  ^else $  ^elseif (  Aa-Aa  -Aa  @{  @(  | % {  | ? {  -Aa $_  -Aa ""  ^try $  ^catch $  ^process $  ^begin $  [ _ . _ ]  [ _ ]::_  ^return $_  ^<#  #>  -_ $_  [ Aa ]  ::  ^[ Aa (  ^[ _ ] $_  ^} else {  \` $`,
  fair: `^{ $  # x  '' = ''  _ = ''  _ = ""  | _  = $_  "$_"  ^_ = $_  ^) $  '' , $`,
  slight: `# x  ""  { $`,
  against: `; $  def  let  var  const  class _ {  import _ .  =>  ->  ===  null  function (  ^fi $  ^done  then  esac  ;;  <?  my  echo  self  public  use  $this  ->_  end`,
  never: `<?php  #include  ^def  ^import  ^package  ^use  ^my $_  ^fi $  ^done $  ^esac  ^sub  ^echo  ^let  ^const  ^var  $_ ->  ^then  ^public`,
  shape: { semicolon: 'rare', brace: 'some', colon: 'never', tag: 'never', pair: 'never', sigil: 'some' },
};

const BATCHFILE: LanguageEvidence = {
  id: 'batchfile',
  anyCase: true,
  sure: `^@echo off  ^@ echo off  ^echo .  ^echo off  ^rem _  ^goto _  ^goto :  ^if exist  ^if not exist  ^if errorlevel  ^if not errorlevel  ^setlocal  ^endlocal  ^set _ = % _ %  % ~ dp0  %~dp0  %_%  % _ %  ^call _  ^call :  ^:: _  ^pause  ^exit / b  %1  %%_  %% _  ^for / f  ^for %%_ in  ^for %% _ in  ^if "%_%"  ^if "" == ""  ^if defined  ^if not defined  enabledelayedexpansion  ^cls  ^title  ^set /p  ^set / p  ^set / a  ^copy  ^del /  ^del  ^mkdir  ^xcopy  ^start ""  ^cd / d  ^pushd  ^popd  ^if % _ %  > nul  >nul  ^msbuild  ^if / i  ^:_ $  ^: _ $  ^@if  ^@rem  ^reg add  ^taskkill  ^color 0  ^shift $  errorlevel  neq 0  ^) else (  exit /b`,
  strong: `^set _ =  ^set ""  ^echo _  ^echo  ^:_  ^set  ^@_  ! _ !  ( $  ^if _  ^) $  \\ _ \\ _  ^goto  "%_%"  / _ / _  ^rem`,
  fair: `^if  % _  == ""  % $  "" $  / _  \\ _  ^for`,
  against: `; $  { $  ^} $  def  let  var  const  class  import  =>  ->  ===  null  function  ^fi $  ^done  then  esac  ;;  <?  $_  self  public  # x  return  : $  printf  end  $(`,
  never: `<?php  #include  ^def  ^import  ^class  ^package  ^use  ^fi $  ^done $  ^esac  ^let  ^const  ^var  ^function  ^local  ^export`,
  shape: { semicolon: 'never', brace: 'never', colon: 'never', tag: 'never', pair: 'never', sigil: 'rare' },
};

const MAKEFILE: LanguageEvidence = {
  id: 'makefile',
  sure: `^. PHONY :  ⊢all :  ⊢clean :  ⊢install :  ⇥$ ( _ )  ⇥$(  ⇥@echo  ⇥@_  ⇥rm -f  ⇥cd  ^ifeq (  ^ifneq (  ^ifdef _ $  ^ifndef _ $  ^endif $  ^include $(  ^-include  ^CC =  ^CFLAGS =  ^CFLAGS +=  ^AA := $(  ^AA := _  ^AA ?= _  ^AA += _  ^AA = $(  $<  $^  $(AA)  $ ( AA )  $(shell  $(wildcard  $(patsubst  ^export AA  ^define _ $  ^endef  ^%. _ : % .  ^$(_) :  ^$(AA) :  ^.SUFFIXES  ⇥-_  ^override  $(foreach  $(MAKE)  ⇥mkdir  ⇥docker  ⇥go  ⇥npm  ⇥python  ⇥install  ⊢_ : _ $  ⊢_ : $  ^AA := $  ^AA = _  ^AA += $(  ⇥$  ^obj-`,
  strong: `$@  ^AA = $  ^AA =  \\ $  $(_)  ⊢_ :  :=  ?=  ⇥_  ⊢_ . _ :  $$  ^else $  ^_ = $  ^AA_AA =  ⊢_-_ :  ^_ := _  $(_`,
  fair: `# x  -_  / _  ⊢_ . _ : _ . _  ^AA`,
  slight: `# x`,
  against: `; $  { $  ^} $  def  let  var  const  class  import  =>  ->  ===  null  function  self  public  return  ^fi $  : int  ""  then $  func  package  type  ^- _  ^if (  new  this`,
  never: `<?php  #include  ^def  ^import  ^class  ^package  ^use  ^let  ^const  ^var  ^public  ^return  ^func  ^end $`,
  shape: { semicolon: 'rare', brace: 'never', paren: 'never', tag: 'never' },
};

const CMAKE: LanguageEvidence = {
  id: 'cmake',
  sure: `^cmake_minimum_required (  ^project (  ^set ( _ _  ^set ( _ ""  ^set ( _ \${  ^set ( AA  ^add_executable (  ^add_library (  ^target_link_libraries (  ^find_package (  ^if ( NOT  ^if ( _ ) $  ^endif (  ^else ( ) $  ^foreach (  ^endforeach (  ^include ( _ ) $  ^include_directories (  ^message ( STATUS  ^message (  ^install ( TARGETS  ^option (  ^add_subdirectory (  ^function ( _ _  ^endfunction (  ^macro (  ^endmacro (  ^target_include_directories (  ^add_definitions (  ^list ( APPEND  ^set_target_properties (  ^string ( REPLACE  ^add_custom_command (  ^elseif (  CMAKE_CURRENT_SOURCE_DIR  ^target_compile_  ^file ( GLOB  PUBLIC $  PRIVATE $  ^add_test (  ^find_library (  ^find_path (  ^add_custom_target (  ^include ( AA  NO_DEFAULT_PATH  ^SET ( AA  ^IF (  ^ENDIF (  REQUIRED )  ^target_sources (  ^enable_testing (  STREQUAL  ^set_property (  ^get_filename_component (  ^configure_file (  ^execute_process (  VERSION 0  MATCHES ""  ^mark_as_advanced (`,
  strong: `\${_}  "\${_}"  ^_ ( _ $  ^_ ( _ _  ^AA $  ) $  ^"" $  ^) $  AA )  ^_ ( AA  _ . _ $  ^set (  ^if ( _`,
  fair: `AA AA  # x  ^_ $  ^_ . _ $  ON  OFF  TRUE  FALSE`,
  slight: `# x`,
  against: `; $  { $  ^} $  def  let  var  const  class  import  =>  ->  ===  null  self  return  = _  ==  =  $_  end $  void  int  , _`,
  never: `<?php  #include  ^def  ^import  ^class  ^package  ^use  ^let  ^const  ^var  ^public  ^return  ^func  ^end $  ; $`,
  shape: { semicolon: 'never', brace: 'never', colon: 'never', tag: 'never', prose: 'rare', pair: 'never' },
};

const DOCKERFILE: LanguageEvidence = {
  id: 'dockerfile',
  sure: `⊢FROM _  ⊢FROM _ : _  ⊢FROM _ / _  ⊢RUN _  ⊢RUN apt-get  ⊢RUN set -  ⊢COPY _  ⊢COPY .  ⊢COPY --from  ⊢COPY - -  ⊢ADD _  ⊢WORKDIR  ⊢ENTRYPOINT [  ⊢ENTRYPOINT  ⊢CMD [  ⊢CMD _  ⊢EXPOSE 0  ⊢EXPOSE  ⊢ENV AA  ⊢ENV _  ⊢MAINTAINER  ⊢USER _  ⊢VOLUME  ⊢ARG AA  ⊢ARG _  ⊢LABEL _  ⊢HEALTHCHECK  ⊢ONBUILD  ⊢SHELL [  ⊢STOPSIGNAL  FROM … AS _ $`,
  strong: `^&& _  ^&& rm -rf / var  && \\ $  \\ $  ^RUN  apt-get install  apt-get update  rm -rf  pip install  npm install  mkdir -p  apk add  yum install  -y  [ "" ,  ^COPY  ^FROM  ^ENV`,
  fair: `# x  /_/_  --_  -_  curl  ^&&  ^_ \\ $`,
  slight: `# x  \${_}`,
  against: `; $  { $  ^} $  def  let  var  const  class  import  =>  ->  null  function  self  return  SELECT  WHERE  ( )  ^if  ^fi $  ^done $  ^then  ^echo  export`,
  never: `<?php  #include  ^def  ^import  ^class  ^package  ^use  ^let  ^const  ^SELECT  ^select  ^CREATE  ^INSERT  ⊢if  ⊢echo  ⊢WHERE  ^return`,
  shape: { semicolon: 'rare', brace: 'never', colon: 'never', paren: 'never', tag: 'never', pair: 'never' },
};

const SQL: LanguageEvidence = {
  id: 'sql',
  anyCase: true,
  sure: `^select _ , _  ^select * from  ^select _ from  ^select _ . _  ^select distinct  ^select count (  ^insert into _  ^create table _  ^create table if  ^create or replace  ^create index  ^create view  ^create procedure  ^create function  ^create database  ^create trigger  ^drop table  ^alter table _  ^update _ set  ^delete from  ^left join  ^inner join  ^group by  ^order by  ^where _ =  ^where _ . _ =  ^from _ $  ^from _ _ $  ^values (  ^join _  ^on _ . _ = _  primary key  not null  foreign key  references _ (  varchar (  default null  auto_increment  engine = _  is null  is not null  ^and _ . _ = _  ^union all  ^declare @_  ^declare _ _ ;  ^set @_ =  ^begin transaction  ^commit ; $  ^grant _ on  ^end if ;  ^language plpgsql  language plpgsql  ^returns _  ^exec _  ^go $  ^lock tables  ^unlock tables  ^_ varchar (  ^_ int not  ^_ integer  ^_ text  timestamp  nvarchar  number (  in number  ^exception $  ^raise notice  dbms_output  ^end loop ;  ^having  ^use _ ;  ^explain  ^with _ as (  ^insert overwrite  ^/ $  inner join  left outer join  order by  group by  is begin  ^loop $  ^key _ (  constraint _  ^cross join  ^print ''  bigint  ^as $  ^is $`,
  strong: `^select  ^where  ^and  ^insert  ^create  ^values  ^set  select _  where _  as _ ,  as _ $  ^as  , _ . _  count ( * )  sum (  ^-- x  ) ; $  ^) $  ^, _  ^begin $  ^end ; $  varchar  null ,  @_  _ = ''  ^when  case when  ^then  ^else ''  between  like ''  exists (  then _ else  in (  coalesce (  ^drop  limit 0  ^update  ^alter  ^limit  desc  asc  union  ^end $  cast (  ^( 0 ,  \`_\`  ) values (`,
  fair: `^from  from _  ^_ . _ ,  -- x  ; $  null  ^_ , $  ^_ _ , $  _ . _ ,  ( '' ,  date  int  integer  table  ^( $  ^( '' ,  ^) ; $  <> _  ^_ int`,
  slight: `''  ( _ )  -- x  and  or  = _ $`,
  against: `{ $  ^} $  def  let  var  const  class  ^import  =>  ->  ===  &&  ||  self  return (  this  function (  #include  ^fi $  ^done  ++  != null  $_  <?  ^# x  { $  ^use strict  elif  : $  void  print (  module  ^data _  new _ (  []`,
  never: `<?php  #include  ^def  ^import  ^class  ^package  ^const  ^FROM _ : _  ^RUN  ^public  ^fn  ^let  ^var  ^private  ^using  { $  ^function _ ( $`,
  shape: { brace: 'never', colon: 'never', tag: 'never', pair: 'never', sigil: 'rare' },
};

const HCL: LanguageEvidence = {
  id: 'hcl',
  sure: `^resource "" "" {  ^variable "" {  ^provider "" {  ^data "" "" {  ^output "" {  ^module "" {  ^terraform {  ^locals {  ^source = ""  = var . _  "\${_}"  ^default = ""  ^description = ""  ^type = string  ^type = _ (  = data . _ . _  ^dynamic "" {  ^for_each =  ^depends_on = [  ^lifecycle {  ^count =  ^tags = {  = local . _  ^value = _ . _  ^required_providers  ^backend "" {  = aws_  ^_ "" "" {  ^variable _ {  ^ingress {  ^job "" {  ^group "" {  ^task "" {  ^provisioner ""  var . _  ^variable ""  each . value  = merge (  = module . _`,
  strong: `^_ "" {  ^_ = "" $  ^_ { $  ^_ = _ $  ^_ = true $  ^_ = false $  ^_ = [ $  ^_ = [ "" ] $  ^_ = 0 $  ^_ = { $  ^_ = [ ""  local . _  _ . _ . _ $`,
  fair: `^} $  # x  ^"" , $  ^] $  ^"" = ""  << AA  <<AA  ^AA $  ^_ = _ .  ^"" = _`,
  slight: `# x  ""`,
  against: `; $  def  let  var _  const  class  import  =>  ->  ===  null  function  self  return  ( )  : _ ,  ^if (  &&  public  val  void  "" :  :=  ''  new  ^[ _ ] $  ^@  ^[[  this  it .  fun  ^- _  : $  , $`,
  never: `<?php  #include  ^def  ^import  ^class  ^package  ^use  ^let  ^const  ^var  ^public  ^return  ^func  ^[ _ ] $  ^[[  ^[ _ . _ ] $  ^plugins  ; $  ^apply`,
  shape: { semicolon: 'never', brace: 'some', colon: 'never', paren: 'never', tag: 'never', pair: 'rare' },
};

const VIM_SCRIPT: LanguageEvidence = {
  id: 'vim script',
  prior: -0.3,
  sure: `^function ! _  ^endfunction  ^endif $  ^let g : _  ^let s : _  ^let b : _  ^let l : _  ^if exists (  ^if ! exists (  ^set _ = _  ^nnoremap  ^inoremap  ^vnoremap  ^noremap  ^map <  ^nmap  ^autocmd  ^augroup  ^syn match  ^syn keyword  ^syn region  ^syntax _  ^hi _  ^hi def link  ^highlight  ^call _ (  ^command !  ^endwhile  ^endfor  ^silent !  ^setlocal  ^finish $  ^Plug ''  ^Plugin ''  ^execute ""  ^echo ""  g : _  s : _ (  ^if has (  ^let &  a : _  ^filetype  ^scriptencoding  <CR>  <leader>  ^runtime  ^au _  ^HiLink  contained  ^endtry  ^unlet  ^" _  ^" $  ^let _ = _  ^colorscheme`,
  strong: `^let _ =  ^set _ $  ^set no  ^return _ $  ^else $  ^elseif  ^"  =~ ''  ==# _  . ''  l : _  b : _  ^if _  ^for _ in _ $  ^while`,
  fair: `^"  '' $  ^\\ _  ^set  ^\\ ''  ^function`,
  against: `; $  { $  ^} $  def  var  const  class  import  =>  ->  ===  null  self  return ;  ^let mut  ^fi $  # x  ^end $  let _ : _  // x  fn  where  ^then  elif  ^done`,
  never: `<?php  #include  ^def  ^import  ^class  ^package  ^use  ^const  ^fi $  ^end $  ^pub  ^fn  ^module  ^open  ^then  ^func _  ; $  ^done $`,
  shape: { semicolon: 'never', brace: 'never', colon: 'never', paren: 'never', tag: 'never', pair: 'never' },
};

const TCL: LanguageEvidence = {
  id: 'tcl',
  prior: -0.4,
  sure: `^proc _ {  ^proc _ :: _  ^set _ [ _  ^set _ $_  ^set _ ""  ^set _ 0  ^if { $_  ^if { [  ^if {  ^} else {  ^foreach _ $_ {  ^puts $_  ^puts ""  ^package require  ^package provide  ^namespace eval  [ expr {  [ lindex $_  ^lappend  ^incr _  ^upvar  ^uplevel  ^return $_  ^while { $_  [ list _  [ string _  ^global _  ^variable _  ^switch $_ {  ^assert_equal  ^test {  ^start_server {  ^bind  ^pack  ^elseif {  ^catch {  [ llength $_  [ info exists  ^r _ _  [ r _  ^for { set`,
  strong: `^set _  [ _ $_  $_ ]  ^} $  } { $  { $  ^source  [ _ _  ^} elseif {  "$_"  ^::  $::_  ^- _ _`,
  fair: `# x  $_  ^_ _ {  {}`,
  against: `; $  def  let  var  const  class  import  =>  ->  ===  null  self  function  ^fi $  ^done  ( $_  , _  = _  ;  ( )  := end`,
  never: `<?php  #include  ^def  ^import  ^class  ^use  ^let  ^const  ^var  ^fi $  ^done $  ^my  ^function  ^$_ =  ^end $  ^return _ ;`,
  shape: { semicolon: 'rare', brace: 'some', colon: 'never', paren: 'never', tag: 'never', pair: 'never' },
};

export const BUILD_AND_SHELL: readonly LanguageEvidence[] = [
  SHELL,
  POWERSHELL,
  BATCHFILE,
  MAKEFILE,
  CMAKE,
  DOCKERFILE,
  SQL,
  HCL,
  VIM_SCRIPT,
  TCL,
];
