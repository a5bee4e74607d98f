# One error for each call or entry that failed while others did not.
function Write-Failure($Cmdlet, $Answer) {
    foreach ($element in $Answer.Element('failures').Elements()) {
        $failure = ConvertFrom-AnswerElement $element
        $Cmdlet.WriteError((ConvertTo-ErrorRecord $failure['error'] ([string[]]$failure['registry_ids'])))
    }
}
