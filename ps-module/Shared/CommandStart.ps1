# What every public command does first; the build puts it where one says <command start>. It has to stand in the
# command's own body: an error made elsewhere bears another name, and preferences count for the scope they are set in.
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    # Nothing but a cmdlet can make an error here.
    Write-Error -ErrorAction Stop -ErrorId 'EcrLogin.ConstrainedLanguage' -Category PermissionDenied -Message (
        'EcrLogin calls a native library, which a session in Constrained Language Mode may not do. ' +
        'Run it in a session in Full Language Mode.')
}
foreach ($preference in (Get-CallerPreference $PSCmdlet).GetEnumerator()) {
    $ExecutionContext.SessionState.PSVariable.Set($preference.Key, $preference.Value)
}
